package org.spillway.client.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.spillway.client.helper.ExtensionIds;
import org.spillway.client.helper.NativeHost;

/** The files that make the helper known to one browser of one person. */
public final class HelperInstallation {
  private final Browser browser;
  private final UserFolders folders;
  private final Path manifest;

  private HelperInstallation(Browser browser, UserFolders folders, Path manifestFolder) {
    this.browser = browser;
    this.folders = folders;
    this.manifest = manifestFolder.toAbsolutePath().resolve(HostManifest.FILE_NAME);
  }

  /**
   * Returns the installation in the folder where the browser looks for manifests by itself.
   *
   * @param system the name of the system, as {@code os.name} has it
   * @throws UnsupportedSystemException on Windows, where the registry names the manifest
   */
  public static HelperInstallation of(Browser browser, UserFolders folders, String system)
      throws UnsupportedSystemException {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      throw new UnsupportedSystemException(
          ("On Windows a browser finds its helper by the registry, which this program does not"
                  + " write to. Create the key"
                  + " HKEY_CURRENT_USER\\Software\\%s\\NativeMessagingHosts\\%s, and set its default"
                  + " value to the path of a manifest that names a batch file, which runs spillway"
                  + " native-host.")
              .formatted(browser.registryKey(), NativeHost.NAME));
    }
    Path folder = name.startsWith("mac") ? mac(browser, folders) : linux(browser, folders);
    return new HelperInstallation(browser, folders, folder);
  }

  /**
   * Returns the installation with the manifest in another folder, such as that of another profile.
   */
  public static HelperInstallation in(
      Path manifests, Browser browser, UserFolders folders, String system)
      throws UnsupportedSystemException {
    of(browser, folders, system);
    return new HelperInstallation(browser, folders, manifests);
  }

  private static Path mac(Browser browser, UserFolders folders) {
    return folders
        .home()
        .resolve("Library/Application Support")
        .resolve(browser.macFolder())
        .resolve("NativeMessagingHosts");
  }

  private static Path linux(Browser browser, UserFolders folders) {
    return browser == Browser.FIREFOX
        ? folders.home().resolve(browser.linuxFolder()).resolve("native-messaging-hosts")
        : folders.config().resolve(browser.linuxFolder()).resolve("NativeMessagingHosts");
  }

  private Path launcher() {
    return folders.data().resolve("spillway/native-host-" + browser);
  }

  /**
   * Writes the script, then the manifest that names it; either is replaced by a rename.
   *
   * @return the files that were written
   */
  public List<Path> install(Launcher launcher, ExtensionIds extensions) throws IOException {
    replace(launcher(), launcher.script().getBytes(UTF_8), "rwxr-xr-x");
    replace(manifest, new HostManifest(browser, launcher(), extensions).toJson(), "rw-r--r--");
    return List.of(launcher(), manifest);
  }

  private static void replace(Path file, byte[] content, String permissions) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.write(written, content);
    Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(permissions));
    Files.move(written, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /**
   * Removes both files.
   *
   * @return the files that were removed; empty if the helper was not installed
   */
  public List<Path> uninstall() throws IOException {
    List<Path> removed = new ArrayList<>();
    for (Path file : List.of(manifest, launcher())) {
      if (Files.deleteIfExists(file)) {
        removed.add(file);
      }
    }
    return List.copyOf(removed);
  }
}
