package org.spillway.webapp.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.AsyncRequestLogWriter;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.component.ContainerLifeCycle;

/**
 * Writes a line for each request in the combined format of Apache and nginx, so that their tools
 * read it. Whatever a client sends is escaped as nginx does it: quotes, backslashes and everything
 * but printable ASCII become {@code \xHH}. A thread of its own writes the lines.
 */
final class AccessLog extends ContainerLifeCycle implements RequestLog {
  /** Stands for standard output. */
  static final Path STANDARD_OUTPUT = Path.of("-");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** The most lines that wait for standard output; those of a file have the same number. */
  private static final int WAITING_LINES = 1_024;

  private final RequestLog.Writer writer;

  private AccessLog(RequestLog.Writer writer) {
    this.writer = writer;
    installBean(writer);
  }

  /**
   * Returns a log that is opened when Jetty starts.
   *
   * @param file the file, to which lines are added; {@code yyyy_mm_dd} in its name stands for the
   *     day (UTC), and files of days more than 31 days ago are removed then
   */
  static AccessLog to(Path file) {
    if (file.equals(STANDARD_OUTPUT)) {
      return new AccessLog(new StandardOutputLog(System.out, WAITING_LINES));
    }
    var lines = new AsyncRequestLogWriter(file.toString());
    lines.setTimeZone("UTC");
    return new AccessLog(lines);
  }

  @Override
  public void log(Request request, Response response) {
    try {
      writer.write(line(request, response));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Request request, Response response) {
    long bytes = Response.getContentBytesWritten(response);
    return "%s - - [%s] \"%s %s %s\" %d %d \"%s\" \"%s\""
        .formatted(
            Request.getRemoteAddr(request),
            TIME.format(Instant.ofEpochMilli(Request.getTimeStamp(request))),
            escaped(request.getMethod()),
            escaped(target(request)),
            request.getConnectionMetaData().getHttpVersion().asString(),
            response.getStatus(),
            bytes,
            field(request, HttpHeader.REFERER),
            field(request, HttpHeader.USER_AGENT));
  }

  /** Returns the target; that of CONNECT has no path. */
  private static String target(Request request) {
    String target = request.getHttpURI().getPathQuery();
    return target == null ? "-" : target;
  }

  private static String field(Request request, HttpHeader header) {
    String value = request.getHeaders().get(header);
    return value == null ? "-" : escaped(value);
  }

  static String escaped(String text) {
    if (text.chars().allMatch(AccessLog::isPlain)) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(UTF_8)) {
      if (isPlain(b)) {
        escaped.append((char) b);
      } else {
        escaped.append("\\x").append(HEX.toHexDigits(b));
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
  }
}
