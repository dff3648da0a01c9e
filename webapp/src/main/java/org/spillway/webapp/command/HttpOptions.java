package org.spillway.webapp.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.client.ClientSettings;
import org.spillway.client.DownloadUrl;
import org.spillway.client.http.Login;
import org.spillway.client.http.Netrc;
import org.spillway.client.http.Proxies;
import org.spillway.client.http.RequestSettings;
import org.spillway.client.http.ServerTrust;
import org.spillway.client.http.UrlHost;
import picocli.CommandLine.Option;

/** The options of a command that say how servers are asked over HTTP. */
final class HttpOptions {
  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "field to send to the server of the URL, not where it redirects to")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER:PASSWORD",
      description = "login for the server of the URL (Basic), not where it redirects to")
  private @Nullable String user;

  @Option(names = "--netrc", description = "take the login for the server from ~/.netrc")
  private boolean netrc;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "trust the authorities whose certificates are in this file (PEM), and no other")
  private @Nullable Path authorities;

  @Option(
      names = {"-k", "--insecure"},
      description = "accept any certificate: nothing proves that the file is the server's")
  private boolean insecure;

  @Option(
      names = "--retry",
      paramLabel = "N",
      description =
          "tries in turn without a new byte after which a server is given up that has begun to"
              + " send the file, or asked to come back later; default: 20")
  private int retries = RequestSettings.DEFAULT.retries();

  @Option(
      names = "--retry-connrefused",
      description = "try a server again, too, that cannot be reached at all; DNS is asked first")
  private boolean retryUnreachable;

  /**
   * Returns the settings, with the proxies that the environment names.
   *
   * @param urls what to download, as it was given; the URLs in lists and documents are not among it
   * @param areAll whether there are no others in a list
   * @throws IllegalArgumentException if an option cannot be used; the message names it
   */
  RequestSettings settings(List<String> urls, boolean areAll, Map<String, String> environment) {
    boolean isFor = user != null || netrc || !headers.isEmpty();
    var servers = urls.stream().map(HttpOptions::server).distinct().toList();
    if (isFor && !(areAll && servers.size() == 1 && !servers.get(0).isEmpty())) {
      throw new IllegalArgumentException(
          "--user, --netrc and --header: all URLs must be given as arguments and be of one server,"
              + " because no other one may be told");
    }
    var login = Optional.ofNullable(user).map(Login::parse).or(() -> fromNetrc(urls));
    var trust = new ServerTrust(Optional.ofNullable(authorities), insecure);
    try {
      return RequestSettings.DEFAULT
          .withProxies(Proxies.of(environment))
          .withLogin(login)
          .withFields(headers)
          .withTrust(trust)
          .withRetries(retries)
          .withRetryUnreachable(retryUnreachable);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("HTTP options: " + e.getMessage(), e);
    }
  }

  /**
   * Returns settings with the proxies that the environment names, for a command without options.
   */
  static ClientSettings throughProxies(ClientSettings settings) {
    var proxies = Proxies.of(System.getenv());
    return settings.withRequests(settings.requests().withProxies(proxies));
  }

  private Optional<Login> fromNetrc(List<String> urls) {
    if (!netrc) {
      return Optional.empty();
    }
    Path file = Path.of(System.getProperty("user.home"), ".netrc");
    try {
      String host = UrlHost.of(DownloadUrl.parse(urls.get(0))).orElse("");
      return Netrc.find(Files.readString(file), host);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalArgumentException("--netrc: " + file + " cannot be read", e);
    }
  }

  /**
   * Returns the scheme, host and port of a URL; empty for magnet links and for files on this
   * machine, which may name any server.
   */
  private static String server(String text) {
    if (Files.exists(Path.of(text))) {
      return "";
    }
    URI url = DownloadUrl.parse(text);
    return UrlHost.of(url)
        .map(host -> url.getScheme() + "://" + host.toLowerCase(Locale.ROOT) + UrlHost.port(url))
        .orElse("");
  }
}
