package org.spillway.client.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders of a person, by the rules of the XDG Base Directory Specification.
 *
 * @param home the person's own folder
 * @param environment the variables of the process
 */
public record UserFolders(Path home, Map<String, String> environment) {
  private static final Pattern DOWNLOAD = Pattern.compile("\\s*XDG_DOWNLOAD_DIR=\"(.*)\"\\s*");

  public UserFolders {
    home = home.toAbsolutePath();
    environment = Map.copyOf(environment);
  }

  Path config() {
    return folder("XDG_CONFIG_HOME", ".config");
  }

  Path data() {
    return folder("XDG_DATA_HOME", ".local/share");
  }

  /** Returns the folder in which the helper keeps its unfinished downloads for a browser. */
  public Path journal(Browser browser) {
    return folder("XDG_STATE_HOME", ".local/state").resolve("spillway/downloads/" + browser);
  }

  /**
   * Returns the folder that a variable names. The specification says that relative paths do not
   * count.
   */
  private Path folder(String variable, String byDefault) {
    return absolute(environment.getOrDefault(variable, "")).orElse(home.resolve(byDefault));
  }

  private static Optional<Path> absolute(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the folder for downloads: the one that the desktop names, else {@code Downloads} if it
   * exists, else the person's own folder.
   */
  public Path downloads() {
    Path usual = home.resolve("Downloads");
    return named().orElse(Files.isDirectory(usual) ? usual : home);
  }

  private Optional<Path> named() {
    try {
      for (String line : Files.readAllLines(config().resolve("user-dirs.dirs"), UTF_8)) {
        Matcher matcher = DOWNLOAD.matcher(line);
        if (matcher.matches()) {
          String text = matcher.group(1).replaceFirst("^\\$HOME(?=/|$)", quoted(home));
          return absolute(text.replaceAll("\\\\(.)", "$1")).filter(Files::isDirectory);
        }
      }
    } catch (IOException e) {
      // No desktop, or a file that is not UTF-8: then there is no such name.
    }
    return Optional.empty();
  }

  private static String quoted(Path path) {
    return Matcher.quoteReplacement(path.toString().replace("\\", "\\\\"));
  }
}
