package io.sluice.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void splitsAtSignsCaseAndDigits() {
        assertThat(Words.indexed("PlanHaus_2026-final.png"))
                .containsExactlyInAnyOrder("plan", "haus", "planhaus", "2026", "final", "png");
        assertThat(Words.indexed("HTMLSeite IMG1234")).contains("html", "seite", "htmlseite", "img", "1234", "img1234");
    }

    @Test
    void foldsCaseAndAccents() {
        assertThat(Words.indexed("ÜBER Straße Ærø naïve ﬁne")).contains("uber", "strasse", "aero", "naive", "fine");
        assertThat(Words.indexed("é")).isEqualTo(Words.indexed("e\u0301"));
    }

    @Test
    void treatsEveryCharacterOfAScriptWithoutSpacesAsAWord() {
        assertThat(Words.indexed("写真")).contains("写", "真");
    }

    @Test
    void keepsLettersOfAllScriptsAndIgnoresSigns() {
        assertThat(Words.indexed("Привет, мир!")).containsExactlyInAnyOrder("привет", "мир");
        assertThat(Words.indexed("😀 – ---")).isEmpty();
    }
}
