package org.spillway.negotiation.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Document;
import org.spillway.negotiation.fields.ContentTypes;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;

/**
 * The scripts and styles of the page {@code ?swarm}, which the jar spillway-browser carries: served
 * at {@code /spillway/NAME}, within the context. They come before a file of that name in the
 * content, as {@code /announce} does; other names below {@code /spillway/} are the content's. Each
 * is read once. Safe for use by many threads; the first request for a file reads the class path.
 */
public final class BrowserBundle {
  static final String PATH = "/spillway/";
  static final String SCRIPT = "swarm.js";
  static final String STYLE = "swarm.css";

  private static final String FOLDER = "/org/spillway/browser/";

  /** The names of files in the bundle. No folder and no class has such a name. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");

  private final Function<String, @Nullable InputStream> resources;
  private final ContentTypes types;
  private final boolean isComplete;
  private final Map<String, Document> read = new ConcurrentHashMap<>();

  /**
   * @param resources opens a resource by its absolute name; null if there is none
   */
  BrowserBundle(Function<String, @Nullable InputStream> resources, ContentTypes types) {
    this.resources = resources;
    this.types = types;
    this.isComplete = find(SCRIPT).isPresent() && find(STYLE).isPresent();
  }

  /** Returns the bundle on the class path, if there is one. */
  public static BrowserBundle ofClassPath(ContentTypes types) {
    return new BrowserBundle(BrowserBundle.class::getResourceAsStream, types);
  }

  /** Returns whether a page can use the script and the style. */
  public boolean isComplete() {
    return isComplete;
  }

  /** Returns the answer, or nothing if the path is not that of a file of the bundle. */
  public Optional<Answer> answer(RequestHead request) {
    if (!request.path().startsWith(PATH)) {
      return Optional.empty();
    }
    return find(request.path().substring(PATH.length())).map(file -> answer(request, file));
  }

  /**
   * Answers with a file of the bundle. Its URL stays when the application is replaced by a newer
   * one, so caches must ask.
   */
  private static Answer answer(RequestHead request, Document file) {
    return switch (request.method()) {
      case "GET", "HEAD" -> file.answer(request, "public, no-cache", "");
      case "OPTIONS" -> Answer.options();
      default ->
          Answer.error(
              405,
              "this file can only be read: use GET or HEAD",
              new HeaderFields().add("Allow", Answer.ALLOW));
    };
  }

  private Optional<Document> find(String name) {
    var known = read.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    var found = read(name);
    found.ifPresent(file -> read.put(name, file));
    return found;
  }

  private Optional<Document> read(String name) {
    try (var in = resources.apply(FOLDER + name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              Document.of(
                  Answer.Kind.PAGE_FILE,
                  type(name),
                  "",
                  ByteBuffer.wrap(in.readAllBytes()).asReadOnlyBuffer(),
                  ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String type(String name) {
    String type = types.of(name);
    return type.startsWith("text/") ? type + ";charset=utf-8" : type;
  }
}
