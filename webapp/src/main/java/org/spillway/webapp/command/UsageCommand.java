package org.spillway.webapp.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.usage.Usage;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.usage.UsageReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spillway usage}. Every key is an option, as in {@code serve}. */
@Command(
    name = "usage",
    description = {
      "Prints what a server has sent: bytes by day, delivery (http, web-seed, peers), client and"
          + " path.",
      "The server may run; it writes its numbers once a minute. Days are those of UTC."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
final class UsageCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The days of a report, if none are named. */
  private static final int DAYS = 31;

  /** A column by which the lines of a report can be added up. */
  enum Column {
    DAY,
    DELIVERY,
    CLIENT,
    PATH;

    String of(UsageReport.Line line) {
      return switch (this) {
        case DAY -> line.day().toString();
        case DELIVERY -> line.key().delivery().label();
        case CLIENT -> line.key().client();
        case PATH -> line.key().path();
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Nullable private CommandSpec command;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "first day, such as 2026-12-01; default: 30 days before the last one")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "last day; default: today")
  private @Nullable LocalDate to;

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      split = ",",
      description = "columns that are kept, of ${COMPLETION-CANDIDATES}; the rest is added up")
  private List<Column> by = List.of(Column.values());

  @Option(names = "--json", description = "print a JSON object for each line")
  private boolean json;

  /** The keys become options as soon as picocli knows the command. */
  @Spec
  void setCommand(CommandSpec spec) {
    command = spec;
    ConfigOptions.addTo(spec);
  }

  @Override
  public Integer call() throws IOException, ConfigException {
    var spec = Objects.requireNonNull(command);
    var values = ConfigOptions.values(spec, System.getenv());
    ConfigOptions.warn(values, spec);
    var folder = UsageReport.folder(Config.stateDir(values));
    var last = Objects.requireNonNullElseGet(to, () -> LocalDate.now(ZoneOffset.UTC));
    var first = Objects.requireNonNullElseGet(from, () -> last.minusDays(DAYS - 1L));
    if (first.isAfter(last)) {
      throw new ParameterException(
          spec.commandLine(),
          "--from must not be later than --to, was %s and %s".formatted(first, last));
    }
    var out = spec.commandLine().getOut();
    Set<Column> columns = new LinkedHashSet<>(by);
    if (!json) {
      out.println(
          "bytes\tblocks\trejected\t" + joined(columns.stream().map(Column::toString).toList()));
    }
    for (var entry : sums(UsageReport.read(folder, first, last), columns).entrySet()) {
      out.println(line(columns, entry.getKey(), entry.getValue()));
    }
    Output.requireWritten(out);
    return 0;
  }

  private static String joined(List<String> columns) {
    return String.join("\t", columns);
  }

  private static Map<List<String>, Usage> sums(List<UsageReport.Line> lines, Set<Column> columns) {
    Map<List<String>, Usage> sums = new TreeMap<>(Comparator.comparing(UsageCommand::joined));
    for (var line : lines) {
      var kept = columns.stream().map(column -> column.of(line)).toList();
      sums.merge(kept, line.usage(), Usage::plus);
    }
    return sums;
  }

  private String line(Set<Column> columns, List<String> kept, Usage usage) throws IOException {
    if (!json) {
      return "%d\t%d\t%d\t%s"
          .formatted(usage.bytes(), usage.blocks(), usage.rejected(), joined(kept));
    }
    var fields = new LinkedHashMap<String, Object>();
    var values = kept.iterator();
    columns.forEach(column -> fields.put(column.toString(), values.next()));
    fields.put("bytes", usage.bytes());
    fields.put("blocks", usage.blocks());
    fields.put("rejected", usage.rejected());
    return JSON.writeValueAsString(fields);
  }
}
