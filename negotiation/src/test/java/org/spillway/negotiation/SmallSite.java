package org.spillway.negotiation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogSettings;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.RequestHead;

/** An application that is all ours, without a server. */
public final class SmallSite implements AutoCloseable {
  public static final String BASE = "https://dl.example.org/files";

  private final Path root;
  private final Catalog catalog;
  private final HttpResponder responder;

  public SmallSite(Path folder, NegotiationSettings settings) throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    catalog = Catalog.open(CatalogSettings.of(root, folder.resolve("state")).withInclude("**"));
    responder = new HttpResponder(catalog, settings);
    catalog.start(new PublicUrls(URI.create(BASE), List.of(), List.of(), List.of()));
  }

  /** Makes a file that the world may read. */
  public Path file(String path, String content) throws IOException {
    var file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  public void folder(String path) throws IOException {
    Files.createDirectories(root.resolve(path.substring(1)));
  }

  public void permit(String path, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        root.resolve(path.substring(1)), PosixFilePermissions.fromString(permissions));
  }

  public OfferedTorrent hashed(String path) {
    return catalog
        .byPath(path)
        .orElseThrow()
        .requestTorrent()
        .orTimeout(1, TimeUnit.MINUTES)
        .join();
  }

  /** As doors ask that have nobody behind them. */
  public Answer answer(RequestHead request) {
    return responder.respondNow(request).orElseGet(() -> responder.notOffered(request));
  }

  public Answer missing(RequestHead request) {
    return responder.notOffered(request);
  }

  public static Optional<String> field(Answer answer, String name) {
    return answer.fields().stream()
        .filter(field -> field.name().equals(name))
        .map(HeaderField::value)
        .findFirst();
  }

  public static String text(Answer answer) {
    return answer.body().text();
  }

  @Override
  public void close() {
    catalog.close();
  }
}
