package org.spillway.webapp.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects the families of metrics of one scrape. For use by one thread. */
final class Families {
  private final List<MetricSnapshot> families = new ArrayList<>();

  /**
   * Adds a sum that only grows.
   *
   * @param name without the suffix {@code _total}, which the text format adds
   */
  void counter(String name, String help, long value) {
    families.add(
        CounterSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
            .build());
  }

  /**
   * Adds sums that only grow, by the value of a label.
   *
   * @param name without the suffix {@code _total}, which the text format adds
   */
  void counter(String name, String help, String label, Map<String, Long> values) {
    var family = CounterSnapshot.builder().name(name).help(help);
    values.forEach(
        (word, value) ->
            family.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(Labels.of(label, word))
                    .value((double) value)
                    .build()));
    families.add(family.build());
  }

  /** Adds a number that can fall, too. */
  void gauge(String name, String help, long value) {
    gauge(name, help, Labels.EMPTY, value);
  }

  /** Adds a number that can fall, too. */
  void gauge(String name, String help, Labels labels, long value) {
    families.add(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(
                GaugeDataPointSnapshot.builder().labels(labels).value((double) value).build())
            .build());
  }

  MetricSnapshots snapshots() {
    return new MetricSnapshots(families);
  }
}
