package org.spillway.webapp.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.spillway.catalog.source.ContentRoot;

/** Checks that the files and folders in the configuration exist. */
public final class ConfigFiles {
  private ConfigFiles() {}

  /** Adds a mistake for each file or folder that is missing. */
  public static void check(Values values) {
    values
        .given(CatalogConfig.CONTENT_ROOT)
        .filter(ContentRoot.Folder.class::isInstance)
        .map(root -> ((ContentRoot.Folder) root).path())
        .filter(path -> !Files.isDirectory(path))
        .ifPresent(path -> missing(CatalogConfig.CONTENT_ROOT, "folder", path, values));
    for (var key : List.of(HttpConfig.TLS_CERTIFICATE, HttpConfig.TLS_KEY)) {
      values
          .given(key)
          .filter(path -> !Files.isReadable(path))
          .ifPresent(path -> missing(key, "file that can be read", path, values));
    }
  }

  private static void missing(Key<?> key, String kind, Path path, Values values) {
    var place = values.setting(key).map(Values.Setting::place).orElseGet(() -> Place.of(key));
    values.wrong(place, "there is no " + kind + " at " + Quoted.plain(path.toString()));
  }
}
