package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Makes load over DNS with dnsperf. */
final class DnsPerf {
  static final String PROGRAM = "dnsperf";

  private static final int UDP_PAYLOAD = 1232;

  /** The timeout for a server that is perhaps not there yet. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** The timeout for a server on a busy machine. */
  private static final Duration LONG = Duration.ofSeconds(20);

  /** The number of queries a second whose latency is measured. */
  private static final int PROBES = 4000;

  private static final double NEARLY = 0.9;

  /** A command that must be followed by a file, and by the command whose output the file gets. */
  private static final List<String> INTO_FILE =
      List.of("sh", "-c", "file=$1; shift; exec \"$@\" >\"$file\"", "sh");

  private DnsPerf() {}

  /**
   * The queries of a load.
   *
   * @param questions a file as dnsperf reads it
   * @param options more options of dnsperf
   */
  record Work(ServerProcess server, Path questions, List<String> options) {}

  /** Returns whether a server at this port knows the first of all names. */
  static boolean answers(int port) {
    try {
      return ask(port, List.of(), SHORT).getHeader().getRcode() == Rcode.NOERROR;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns the client's cookie followed by the server's, as dnsperf wants them; only the client's
   * if the server gives none.
   */
  static String cookie(ServerProcess server) throws IOException {
    byte[] client = {'b', 'e', 'n', 'c', 'h', 'd', 'n', 's'};
    var opt =
        ask(
                server.port("dns"),
                List.of(new GenericEDNSOption(EDNSOption.Code.COOKIE, client)),
                LONG)
            .getOPT();
    List<EDNSOption> cookies = opt == null ? List.of() : opt.getOptions(EDNSOption.Code.COOKIE);
    String hex = HexFormat.of().formatHex(client);
    if (!cookies.isEmpty() && cookies.get(0) instanceof CookieOption both) {
      hex += both.getServerCookie().map(HexFormat.of()::formatHex).orElse("");
    }
    return hex;
  }

  private static Message ask(int port, List<EDNSOption> options, Duration timeout)
      throws IOException {
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var resolver = new SimpleResolver(server);
    resolver.setTimeout(timeout);
    resolver.setEDNS(0, UDP_PAYLOAD, 0, options);
    var name = Name.fromString(DnsTorrents.name(0) + '.');
    return resolver.send(Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN)));
  }

  /**
   * Makes load and counts.
   *
   * @param before the words that are put before the command
   */
  static LoadFigures load(Workplace workplace, Work work, List<String> before, int seconds)
      throws IOException, InterruptedException {
    var command = command(work, before, seconds);
    double cpu = CpuTimes.of(work.server.pid()).own();
    var result = Command.run(workplace, Machine.LOAD_CORE, command);
    double serverCpu = CpuTimes.of(work.server.pid()).own() - cpu;
    return figures(result.output(), serverCpu, result.cpu());
  }

  private static List<String> command(Work work, List<String> before, int seconds)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(PROGRAM, "-s", "127.0.0.1", "-l", Integer.toString(seconds)));
    command.addAll(List.of("-p", Integer.toString(work.server.port("dns"))));
    command.addAll(List.of("-d", work.questions.toString()));
    command.addAll(work.options);
    return command;
  }

  /**
   * Measures the latencies of a few queries beside a load.
   *
   * @param rate the rate of the load, in queries a second
   * @param before the words that are put before the command of the load
   * @param beforeProbe the words that are put before the command of the few queries, which the
   *     generator of the load must not delay
   */
  static Latencies latencies(
      Workplace workplace,
      Work work,
      long rate,
      List<String> before,
      List<String> beforeProbe,
      int seconds)
      throws IOException, InterruptedException {
    var output = Files.createTempFile(workplace.folder("latencies"), "dnsperf", ".txt");
    // A file never holds dnsperf up, as a pipe does that is emptied too late.
    List<String> probe = new ArrayList<>(INTO_FILE);
    probe.add(output.toString());
    probe.addAll(command(work, beforeProbe, seconds));
    probe.addAll(List.of("-v", "-Q", Integer.toString(PROBES)));
    List<String> load = command(work, before, seconds + 1);
    load.addAll(List.of("-Q", Long.toString(rate)));
    var process = workplace.start(Machine.LOAD_CORE, load);
    Command.run(workplace, Machine.LOAD_CORE, probe);
    checkRate(new String(process.getInputStream().readAllBytes(), UTF_8), rate);
    return Latencies.parse(Files.readString(output));
  }

  private static void checkRate(String output, long rate) throws IOException {
    double made = number(output, "Queries per second");
    if (made < rate * NEARLY) {
      throw new IOException("dnsperf made %.0f queries/s, not %d".formatted(made, rate));
    }
  }

  /**
   * Reads the figures of dnsperf.
   *
   * @param output the output of dnsperf
   * @throws IOException if more than a thousandth of the queries was lost
   */
  static LoadFigures figures(String output, double serverCpu, double loadCpu) throws IOException {
    double completed = number(output, "Queries completed");
    double lost = number(output, "Queries lost");
    if (lost > completed / 1000) {
      throw new IOException("dnsperf lost %.0f queries\n%s".formatted(lost, output));
    }
    double bytes = completed * number(output, "Average packet size:  request \\d+, response");
    return new LoadFigures(
        number(output, "Run time \\(s\\)"), completed, bytes, serverCpu, loadCpu);
  }

  /**
   * Returns a number from the output of dnsperf.
   *
   * @param name a regular expression
   */
  private static double number(String output, String name) throws IOException {
    var line = Pattern.compile(name + ":?\\s+([0-9.]+)").matcher(output);
    if (!line.find()) {
      throw new IOException("dnsperf did not print '" + name + "'\n" + output);
    }
    return Double.parseDouble(line.group(1));
  }
}
