/// PDF: [io.sluice.imaging.pdf.PdfParser] finds the size of the first page and the number of pages, also of
/// encrypted and damaged documents. Nothing is rendered.
@NullMarked
package io.sluice.imaging.pdf;

import org.jspecify.annotations.NullMarked;
