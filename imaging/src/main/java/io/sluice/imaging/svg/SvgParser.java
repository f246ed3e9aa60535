package io.sluice.imaging.svg;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLResolver;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// SVG and gzip-compressed SVG (Scalable Vector Graphics 1.1 and 2): well-formed XML whose root is `svg`.
///
/// Nothing is fetched: external entities and document types read as empty. Internal entities, which Adobe
/// Illustrator writes, are expanded within narrow limits.
public final class SvgParser implements FormatParser {

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    /// Most elements, texts and comments; the largest maps have some hundred thousand.
    private static final int MOST_EVENTS = 4_000_000;

    /// Deepest nesting of elements; drawings stay below a hundred.
    static final int DEEPEST = 4096;

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        try (var text = SvgText.open(in)) {
            var size = size(in, text);
            return new Identified(ImageFormat.SVG, size.width(), size.height(), Pixels.VECTOR);
        }
    }

    private static Dimensions size(ByteReader in, SvgText text) throws Refusal, IOException {
        boolean svg = text.namesSvg();
        try {
            var xml = factory().createXMLStreamReader(text);
            while (xml.next() != XMLStreamConstants.START_ELEMENT) {
                in.step();
            }
            requireSvg(xml);
            svg = true;
            var size = SvgSize.read(in, xml);
            checkRest(in, xml);
            return size;
        } catch (XMLStreamException e) {
            text.rethrowFailure();
            throw malformed(in, e, svg);
        }
    }

    private static void requireSvg(XMLStreamReader xml) throws Refusal {
        String namespace = xml.getNamespaceURI();
        boolean svg = xml.getLocalName().equals("svg")
                && (namespace == null || namespace.isEmpty() || namespace.equals(NAMESPACE));
        if (!svg) {
            throw new Refusal(
                    new Rejection.UnsupportedFormat("an XML document whose root is <" + name(xml) + ">, not <svg>"));
        }
    }

    private static String name(XMLStreamReader xml) {
        String name = xml.getLocalName();
        return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }

    /// The rest of the document must be well-formed too; a broken drawing shows in part or not at all.
    private static void checkRest(ByteReader in, XMLStreamReader xml) throws Refusal, XMLStreamException {
        int depth = 1;
        int events = 0;
        while (xml.hasNext()) {
            in.step();
            if (++events > MOST_EVENTS) {
                throw in.corrupt("it has more than " + MOST_EVENTS + " elements and texts");
            }
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && ++depth > DEEPEST) {
                throw in.corrupt("its elements are nested more than " + DEEPEST + " deep at line "
                        + xml.getLocation().getLineNumber());
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private static Refusal malformed(ByteReader in, XMLStreamException e, boolean svg) {
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber();
        return svg
                ? in.corrupt("it is not well-formed XML" + place)
                : new Refusal(new Rejection.UnsupportedFormat(
                        "text that begins like XML but is not well-formed" + place + ", before any element"));
    }

    /// A factory of its own for each document: the JDK does not promise that one can be shared between
    /// threads.
    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.RESOLVER, (XMLResolver) (_, _, _, _) -> InputStream.nullInputStream());
        factory.setProperty("http://java.sun.com/xml/stream/properties/ignore-external-dtd", true);
        factory.setProperty("jdk.xml.entityExpansionLimit", "2000");
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "200000");
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "100000");
        factory.setProperty("jdk.xml.maxParameterEntitySizeLimit", "100000");
        factory.setProperty("jdk.xml.elementAttributeLimit", "2000");
        factory.setProperty("jdk.xml.maxElementDepth", Integer.toString(DEEPEST + 1));
        return factory;
    }
}
