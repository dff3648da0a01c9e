package org.spillway.webapp.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.client.ClientSettings;
import org.spillway.client.helper.ExtensionIds;
import org.spillway.client.helper.HostEnd;
import org.spillway.client.helper.HostSettings;
import org.spillway.client.helper.NativeHost;
import org.spillway.client.install.Browser;
import org.spillway.client.install.HelperInstallation;
import org.spillway.client.install.UnsupportedSystemException;
import org.spillway.client.install.UserFolders;
import org.spillway.webapp.download.DnsOptions;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code spillway native-host}, which a browser starts, and which installs itself for a browser.
 */
@Command(
    name = "native-host",
    description = {
      "Downloads for the browser extension: --install makes this helper known to a browser,"
          + " which then starts it by itself.",
      "Peers of every kind are reached, files go straight to the disk, and downloads go on after"
          + " the browser was restarted."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    exitCodeListHeading = "Exit codes:%n")
final class NativeHostCommand implements Callable<Integer> {
  @Nullable private CommandSpec command;

  @ArgGroup(multiplicity = "0..1")
  private Task task = new Task();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "folder for finished files; default: the desktop's folder for downloads")
  private @Nullable Path folder;

  @Option(
      names = "--extension-id",
      paramLabel = "ID",
      description =
          "id of another extension that may use the helper, for development; may be repeated")
  private List<String> extensionIds = new ArrayList<>();

  @Option(
      names = "--manifest-folder",
      paramLabel = "DIR",
      description =
          "folder in which --install and --uninstall keep the manifest, for a browser profile"
              + " elsewhere")
  private @Nullable Path manifestFolder;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "folder for unfinished downloads; default: below XDG_STATE_HOME or ~/.local/state")
  private @Nullable Path state;

  @Option(
      names = "--dns",
      paramLabel = "SERVER",
      description = "name servers to ask when HTTP fails, as in spillway get")
  private List<String> dns = new ArrayList<>();

  @Parameters(
      paramLabel = "CALLER",
      arity = "0..*",
      description = "arguments that the browser adds")
  private List<String> caller = new ArrayList<>();

  /** The options of which one at most may be given. */
  static final class Task {
    @Option(
        names = "--install",
        paramLabel = "BROWSER",
        description = "write the manifest for chromium, chrome or firefox")
    private @Nullable Browser install;

    @Option(
        names = "--uninstall",
        paramLabel = "BROWSER",
        description = "remove the manifest again")
    private @Nullable Browser uninstall;

    @Option(
        names = "--browser",
        paramLabel = "BROWSER",
        description = "browser that starts the helper; --install adds this option")
    private @Nullable Browser run;
  }

  @Spec
  void setCommand(CommandSpec spec) {
    command = spec;
    Map<String, String> codes = new LinkedHashMap<>();
    for (HelperExitCode code : HelperExitCode.values()) {
      codes.put(" " + code.code(), code.meaning());
    }
    spec.usageMessage().exitCodeList(codes);
  }

  @Override
  public Integer call() throws IOException {
    try {
      if (task.install != null) {
        return install(task.install);
      }
      return task.uninstall == null ? HelperExitCode.of(run()).code() : uninstall(task.uninstall);
    } catch (IllegalArgumentException | UnsupportedSystemException e) {
      line().getErr().println("spillway: " + e.getMessage());
      return HelperExitCode.REFUSED.code();
    }
  }

  private HostEnd run() {
    if (caller.isEmpty()) {
      throw new IllegalArgumentException(
          "a browser starts this command by itself after its installation: run spillway native-host"
              + " --install chromium, chrome or firefox");
    }
    var settings = settings();
    // From now on, nothing that is printed by mistake can end up between two messages.
    System.setOut(System.err);
    return NativeHost.run(settings, caller, System.in, new FileOutputStream(FileDescriptor.out));
  }

  private HostSettings settings() {
    return new HostSettings(
        downloads(),
        state == null ? folders().journal(browser()) : state,
        HostSettings.DEFAULT_PARALLEL,
        extensions(),
        new ProgramVersion().getVersion()[0],
        ClientSettings.DEFAULT.withDnsServers(DnsOptions.servers(dns)));
  }

  /**
   * Returns the browser that started the helper. Chrome and Chromium pass the same arguments, so
   * their scripts name them.
   */
  private Browser browser() {
    if (task.run != null) {
      return task.run;
    }
    return caller.get(0).startsWith("chrome-extension:") ? Browser.CHROMIUM : Browser.FIREFOX;
  }

  private ExtensionIds extensions() {
    var ids = ExtensionIds.OURS;
    for (String id : extensionIds) {
      ids = ids.with(id);
    }
    return ids;
  }

  private Path downloads() {
    return folder == null ? folders().downloads() : folder.toAbsolutePath();
  }

  private static UserFolders folders() {
    return new UserFolders(Path.of(System.getProperty("user.home")), System.getenv());
  }

  private int install(Browser browser) throws IOException, UnsupportedSystemException {
    var launcher = new HelperLauncher(browser, folder, state, extensionIds, dns).launcher();
    var written = installation(browser).install(launcher, extensions());
    PrintWriter out = line().getOut();
    written.forEach(file -> out.println("wrote " + file));
    out.println("Downloads go to " + downloads() + ".");
    return HelperExitCode.CLOSED.code();
  }

  private int uninstall(Browser browser) throws IOException, UnsupportedSystemException {
    var removed = installation(browser).uninstall();
    PrintWriter out = line().getOut();
    removed.forEach(file -> out.println("removed " + file));
    if (removed.isEmpty()) {
      out.println("The helper was not installed for " + browser + ".");
    }
    return HelperExitCode.CLOSED.code();
  }

  private HelperInstallation installation(Browser browser) throws UnsupportedSystemException {
    String system = System.getProperty("os.name");
    return manifestFolder == null
        ? HelperInstallation.of(browser, folders(), system)
        : HelperInstallation.in(manifestFolder, browser, folders(), system);
  }

  private CommandLine line() {
    return Objects.requireNonNull(command).commandLine();
  }
}
