package io.sluice.standalone.ingest.list;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.standalone.upload.ItemDetails;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lists of items in all formats, with lines as users write them.
class ItemListTest {

    @Test
    void readsOneItemALineAsItIs() throws Exception {
        assertThat(locations("""
                a photo.jpg

                # a comment
                --help
                @other.txt
                  https://example.com/a,b.jpg?c=%20d
                it's "quoted".png
                """))
                .containsExactly(
                        "a photo.jpg",
                        "--help",
                        "@other.txt",
                        "https://example.com/a,b.jpg?c=%20d",
                        "it's \"quoted\".png");
    }

    @Test
    void readsListsOfOtherSystems() throws Exception {
        assertThat(locations("\uFEFFa.jpg\r\nb.jpg\r\n")).containsExactly("a.jpg", "b.jpg");
        assertThat(locations("a.jpg\nb.jpg")).as("no end of the last line").containsExactly("a.jpg", "b.jpg");
        assertThat(locations("")).isEmpty();
    }

    @Test
    void keepsALineThatIsNotUtf8InItsPlace() throws Exception {
        var list = new ArrayList<Entry>();
        try (var items =
                ItemList.read(new ByteArrayInputStream("a.jpg\nf\u00FCr.jpg\nc.jpg\n".getBytes(ISO_8859_1)), "")) {
            for (var entry = items.next(); entry != null; entry = items.next()) {
                list.add(entry);
            }
        }

        assertThat(list)
                .extracting(entry -> ((Entry.Target) entry).location())
                .containsExactly("a.jpg", "f\uFFFDr.jpg", "c.jpg");
    }

    @Test
    void readsDetailsFromCsv() throws Exception {
        var entries = read("""
                path,name,meta_user,meta_user.int:price,options
                a.jpg,"A, the first","{""label"":""x""}",5,"{""protected"":true}"
                "b ""2"".jpg",,,,
                """, "list.csv");

        assertThat(entries).hasSize(2);
        assertThat(entries.getFirst()).isInstanceOfSatisfying(Entry.Target.class, target -> {
            assertThat(target.location()).isEqualTo("a.jpg");
            assertThat(target.details().name()).isEqualTo("A, the first");
            assertThat(target.details().userMetadata()).hasToString("{\"label\":\"x\",\"int:price\":5}");
            assertThat(target.details().options()).hasToString("{\"protected\":true}");
        });
        assertThat(entries.getLast()).isEqualTo(new Entry.Target("b \"2\".jpg", ItemDetails.NONE));
    }

    @Test
    void readsOtherSeparatorsAndQuotedLineBreaks() throws Exception {
        assertThat(read("url;name\nhttps://example.com/a;\"two\nlines\"\n", "")).satisfiesExactly(entry -> {
            assertThat(entry).isInstanceOfSatisfying(Entry.Target.class, target -> {
                assertThat(target.location()).isEqualTo("https://example.com/a");
                assertThat(target.details().name()).isEqualTo("two\nlines");
            });
        });
        assertThat(read("path\tname\na.jpg\tb\n", "list.tsv")).hasSize(1);
    }

    @Test
    void reportsBadLinesOfCsvAndReadsTheRest() throws Exception {
        var entries = read("""
                path,url,meta_user
                a.jpg,https://example.com/a,
                ,,
                a.jpg
                b.jpg,,not json
                c.jpg,,[1]
                "d.jpg,,
                e.jpg,,
                """, "list.csv");

        assertThat(entries)
                .satisfiesExactly(
                        entry -> assertBad(entry, 2, "either path or url"),
                        entry -> assertBad(entry, 3, "either path or url"),
                        entry -> assertBad(entry, 4, "1 columns instead of 3"),
                        entry -> assertBad(entry, 5, "meta_user is not valid JSON"),
                        entry -> assertBad(entry, 6, "meta_user must be a JSON object"),
                        entry -> assertBad(entry, 7, "a quote is not closed"),
                        entry -> assertThat(entry).isEqualTo(new Entry.Target("e.jpg", ItemDetails.NONE)));
    }

    @Test
    void refusesCsvWithoutNamesOfColumns() {
        assertThatThrownBy(() -> read("a.jpg,b\n", "list.csv")).hasMessageContaining("there is no column \"a.jpg\"");
        assertThatThrownBy(() -> read("name\nb\n", "list.csv")).hasMessageContaining("a column path or url");
        assertThatThrownBy(() -> read("path,path\na,b\n", "list.csv")).hasMessageContaining("each column once");
    }

    @Test
    void readsDetailsFromJson() throws Exception {
        var entries = read("""
                {"path":"a.jpg","name":"A","meta_user":{"label":"x"},"meta_dynamic":{"version":{"text":"1"}}}
                {"url":"https://example.com/b","options":{"optimize_source":"png"}}
                """, "");

        assertThat(entries)
                .satisfiesExactly(
                        entry -> assertThat(entry).isInstanceOfSatisfying(Entry.Target.class, target -> {
                            assertThat(target.details().name()).isEqualTo("A");
                            assertThat(target.details().changesExisting()).isTrue();
                        }),
                        entry -> assertThat(entry)
                                .isInstanceOfSatisfying(
                                        Entry.Target.class,
                                        target -> assertThat(target.details().changesExisting())
                                                .as("a conversion does not change an image that exists")
                                                .isFalse()));
    }

    @Test
    void reportsBadLinesOfJson() throws Exception {
        var entries = read("""
                {"path":"a.jpg","nmae":"A"}
                {"path":
                []
                {"path":5}
                {"url":"ftp://example.com/a"}
                {"path":"a.jpg","options":{"delete":true}}
                {"path":"b.jpg"}
                """, "list.ndjson");

        assertThat(entries)
                .satisfiesExactly(
                        entry -> assertBad(entry, 1, "there is no field \"nmae\""),
                        entry -> assertBad(entry, 2, "not valid JSON"),
                        entry -> assertBad(entry, 3, "must be a JSON object"),
                        entry -> assertBad(entry, 4, "path must be a text"),
                        entry -> assertBad(entry, 5, "must start with http"),
                        entry -> assertBad(entry, 6, "there is no option \"delete\""),
                        entry -> assertThat(entry).isInstanceOf(Entry.Target.class));
    }

    @Test
    void cutsALineThatIsTooLong() throws Exception {
        var entries = read("a".repeat(Line.MAX_LENGTH + 10) + "\nb.jpg\n", "");

        assertThat(entries)
                .satisfiesExactly(
                        entry -> assertBad(entry, 1, "too long"),
                        entry -> assertThat(entry).isInstanceOf(Entry.Target.class));
    }

    private static void assertBad(Entry entry, long line, String problem) {
        assertThat(entry).isInstanceOfSatisfying(Entry.Bad.class, bad -> {
            assertThat(bad.line()).isEqualTo(line);
            assertThat(bad.problem()).contains(problem);
        });
    }

    private static List<String> locations(String text) throws IOException {
        return read(text, "").stream()
                .map(entry -> ((Entry.Target) entry).location())
                .toList();
    }

    private static List<Entry> read(String text, String name) throws IOException {
        var entries = new ArrayList<Entry>();
        try (var list = ItemList.read(new ByteArrayInputStream(text.getBytes(UTF_8)), name)) {
            for (var entry = list.next(); entry != null; entry = list.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
