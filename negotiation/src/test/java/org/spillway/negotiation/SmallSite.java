package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.testing.catalog.CatalogFixture;

/** An application that is all ours, without a server. */
public final class SmallSite implements AutoCloseable {
  public static final String BASE = "https://dl.example.org/files";

  private final AtomicLong now = new AtomicLong();
  private final CatalogFixture files;
  private final HttpResponder responder;

  public SmallSite(Path folder, NegotiationSettings settings) throws IOException {
    files = CatalogFixture.open(folder, choices -> choices);
    responder = new HttpResponder(files.catalog(), settings, now::get);
    files.begin(new PublicUrls(URI.create(BASE), List.of(), List.of(), List.of()));
  }

  /** Makes a file that the world may read. */
  public Path file(String path, String content) throws IOException {
    return files.write(path.substring(1), content.getBytes(UTF_8));
  }

  public void folder(String path) throws IOException {
    Files.createDirectories(files.file(path.substring(1)));
  }

  public void permit(String path, String permissions) throws IOException {
    files.permit(path.substring(1), permissions);
  }

  /** Lets so much time pass that no listing is kept any longer. */
  public void passTime() {
    now.addAndGet(Duration.ofSeconds(2).toNanos());
  }

  public OfferedTorrent hashed(String path) {
    return files.hashed(path.substring(1));
  }

  /** Asks like a door that has nobody behind it. */
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
    files.close();
  }
}
