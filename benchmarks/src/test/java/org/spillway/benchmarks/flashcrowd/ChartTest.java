package org.spillway.benchmarks.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.spillway.benchmarks.flashcrowd.Series.Point;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {
  private static final Axis CLIENTS = new Axis("clients", List.of(1, 40));
  private static final Series LINE =
      new Series("R & D < 1", List.of(new Point(0, 0), new Point(20, 50), new Point(40, 100)));

  private static Chart chart(Series... series) {
    return new Chart("Seconds", CLIENTS, Axis.upTo(100, "seconds"), List.of(series));
  }

  private static Document parse(Chart chart) throws Exception {
    var source = new InputSource(new StringReader(chart.toSvg()));
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
  }

  @Test
  void toSvg_lineGoesFromCornerToCorner() throws Exception {
    var lines = parse(chart(LINE)).getElementsByTagName("polyline");
    assertThat(lines.getLength()).isEqualTo(1);
    assertThat(((Element) lines.item(0)).getAttribute("points"))
        .isEqualTo("56.0,364.0 356.0,218.0 656.0,72.0");
  }

  @Test
  void toSvg_legendAndLabels() throws Exception {
    var texts = parse(chart(LINE, new Series("other", List.of()))).getElementsByTagName("text");
    var written = new ArrayList<String>();
    for (int i = 0; i < texts.getLength(); i++) {
      written.add(texts.item(i).getTextContent());
    }
    assertThat(written)
        .containsExactly(
            "Seconds",
            "0",
            "20",
            "40",
            "60",
            "80",
            "100",
            "1",
            "40",
            "seconds",
            "clients",
            "R & D < 1",
            "other");
  }

  @Test
  void toSvg_hasColoursForDarkPages_andNothingFromElsewhere() {
    assertThat(chart(LINE).toSvg())
        .contains("prefers-color-scheme: dark")
        .doesNotContain("@import", "url(", "href");
  }

  @Test
  void create_fiveLines() {
    assertThatThrownBy(() -> chart(Collections.nCopies(5, LINE).toArray(Series[]::new)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a chart has up to 4 lines, not 5");
  }
}
