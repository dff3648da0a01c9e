package org.spillway.webapp.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.usage.Usage;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.usage.Savings;
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
          + " path; and, as the delivery others, what peers told the tracker that they sent.",
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
    MONTH,
    DELIVERY,
    CLIENT,
    PATH;

    String of(UsageReport.Line line) {
      return switch (this) {
        case DAY -> line.day().toString();
        case MONTH -> YearMonth.from(line.day()).toString();
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
  private List<Column> by = List.of(Column.DAY, Column.DELIVERY, Column.CLIENT, Column.PATH);

  @Option(
      names = "--savings",
      description =
          "print for each line what this server sent, what others sent in its place, their share,"
              + " and with usage.price-per-gb what that saved; by month if --by is not given")
  private boolean savings;

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
    var lines = UsageReport.read(folder, first, last);
    if (savings) {
      printSavings(lines, Config.pricePerGb(values), out);
    } else {
      printUsage(lines, out);
    }
    Output.requireWritten(out);
    return 0;
  }

  private void printUsage(List<UsageReport.Line> lines, PrintWriter out) throws IOException {
    Set<Column> columns = new LinkedHashSet<>(by);
    if (!json) {
      out.println("bytes\tblocks\trejected\t" + heads(columns));
    }
    for (var entry : sums(lines, columns).entrySet()) {
      out.println(line(columns, entry.getKey(), entry.getValue()));
    }
  }

  private void printSavings(
      List<UsageReport.Line> lines, Optional<BigDecimal> price, PrintWriter out)
      throws IOException {
    boolean isByDefault = !spec().commandLine().getParseResult().hasMatchedOption("--by");
    Set<Column> columns = new LinkedHashSet<>(isByDefault ? List.of(Column.MONTH) : by);
    if (columns.contains(Column.DELIVERY) || columns.contains(Column.CLIENT)) {
      throw new ParameterException(
          spec().commandLine(),
          "--savings is by day, month and path; leave delivery and client out of --by");
    }
    if (!json) {
      out.println("sent\tothers\tshare\t" + (price.isPresent() ? "saved\t" : "") + heads(columns));
    }
    Map<List<String>, Savings> sums = new TreeMap<>(Comparator.comparing(UsageCommand::joined));
    for (var line : lines) {
      var kept = columns.stream().map(column -> column.of(line)).toList();
      sums.merge(kept, Savings.of(line.key().delivery(), line.usage()), Savings::plus);
    }
    for (var entry : sums.entrySet()) {
      out.println(line(columns, entry.getKey(), entry.getValue(), price));
    }
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(command);
  }

  private static String heads(Set<Column> columns) {
    return joined(columns.stream().map(Column::toString).toList());
  }

  private String line(
      Set<Column> columns, List<String> kept, Savings sum, Optional<BigDecimal> price)
      throws IOException {
    var money = sum.money(price);
    if (!json) {
      String share = String.format(Locale.ROOT, "%.3f", sum.offload());
      String saved = money.map(amount -> amount.toPlainString() + '\t').orElse("");
      return "%d\t%d\t%s\t%s%s".formatted(sum.sent(), sum.others(), share, saved, joined(kept));
    }
    var fields = fields(columns, kept);
    fields.put("sent", sum.sent());
    fields.put("others", sum.others());
    fields.put("share", sum.offload());
    money.ifPresent(amount -> fields.put("saved", amount));
    return JSON.writeValueAsString(fields);
  }

  private static String joined(List<String> columns) {
    return String.join("\t", columns);
  }

  private static Map<String, Object> fields(Set<Column> columns, List<String> kept) {
    Map<String, Object> fields = new LinkedHashMap<>();
    var values = kept.iterator();
    columns.forEach(column -> fields.put(column.toString(), values.next()));
    return fields;
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
    var fields = fields(columns, kept);
    fields.put("bytes", usage.bytes());
    fields.put("blocks", usage.blocks());
    fields.put("rejected", usage.rejected());
    return JSON.writeValueAsString(fields);
  }
}
