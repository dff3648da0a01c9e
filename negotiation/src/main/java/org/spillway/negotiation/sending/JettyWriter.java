package org.spillway.negotiation.sending;

import static java.lang.System.Logger.Level.DEBUG;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.BodyTransfer;
import org.spillway.negotiation.fields.ClientNetwork;
import org.spillway.negotiation.fields.HeaderField;

/** Sends answers through Jetty: short ones in one write, long ones as the client reads. */
public final class JettyWriter {
  private static final System.Logger log = System.getLogger(JettyWriter.class.getName());

  private static final int FORMS = 10_000;

  private static final int LONG_TEXT = 16 * 1024;

  /**
   * The number of times that an answer asks again for memory, and the time in between. Those whose
   * clients take nothing have to end after a second.
   */
  private static final int ATTEMPTS = 15;

  private static final long BETWEEN_ATTEMPTS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Admission admission;
  private final PortionBuffers buffers;
  private final ToIntFunction<Request> window;

  /**
   * The fields in Jetty's form, by the identity of their list, because lists that are kept are sent
   * again.
   */
  private final Cache<List<HeaderField>, HttpField[]> forms =
      Caffeine.newBuilder()
          // Its upkeep takes less time than to wake a thread for it.
          .executor(Runnable::run)
          .weakKeys()
          .maximumSize(FORMS)
          .build();

  /**
   * @param window tells how many bytes the client of a request lets us send now
   */
  public JettyWriter(Admission admission, PortionBuffers buffers, ToIntFunction<Request> window) {
    this.admission = admission;
    this.buffers = buffers;
    this.window = window;
  }

  /**
   * @return false if the file cannot be read as it was offered; nothing was sent then, and the
   *     callback was not called
   */
  public boolean write(
      Answer answer, JettyRequestHead request, Response response, Callback callback) {
    return write(answer, request, response, callback, 0);
  }

  private boolean write(
      Answer answer, JettyRequestHead request, Response response, Callback callback, int attempt) {
    var permit = admission.admit(answer, request);
    if (permit.isEmpty()) {
      return write(admission.insteadOfFile(request), request, response, callback);
    }
    if (!answer.sendsContent(request)) {
      permit.get().close();
      writeHead(answer, request, response);
      writeNothing(answer, response, callback);
      return true;
    }
    var inMemory = answer.body().inMemory();
    if (inMemory.isPresent() && !isLongText(answer, inMemory.get())) {
      writeHead(answer, request, response);
      new OneWrite(inMemory.get(), request.request(), response, callback, permit.get()).send();
      return true;
    }
    var client = ClientNetwork.of(request.client());
    var buffer =
        inMemory.isPresent()
            ? buffers.take(client, inMemory.get().remaining())
            : buffers.take(client, () -> window.applyAsInt(request.request()));
    if (buffer.isEmpty()) {
      permit.get().close();
      return new MemoryWait(answer, request, response, callback).begin(attempt);
    }
    return send(answer, permit.get(), buffer.get(), request, response, callback);
  }

  /**
   * Returns whether it is a text that must not stay in the heap until the client has read it, as
   * there may be many such clients. Small files in memory are kept anyway.
   */
  private static boolean isLongText(Answer answer, ByteBuffer bytes) {
    return !answer.isFile() && bytes.remaining() > LONG_TEXT;
  }

  /**
   * Ends an answer without content. If Jetty is not told a length, it sends 0, unless more is to
   * come.
   */
  private static void writeNothing(Answer answer, Response response, Callback callback) {
    if (answer.body().hasLength()) {
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    } else {
      response.write(
          false,
          BufferUtil.EMPTY_BUFFER,
          Callback.from(
              () -> response.write(true, BufferUtil.EMPTY_BUFFER, callback), callback::failed));
    }
  }

  private boolean send(
      Answer answer,
      Permit permit,
      PortionBuffers.Buffer buffer,
      JettyRequestHead request,
      Response response,
      Callback callback) {
    BodyTransfer transfer;
    try {
      transfer = BodyTransfer.start(answer.body(), buffer.bytes(), permit.portion());
    } catch (IOException e) {
      buffer.close();
      permit.close();
      log.log(DEBUG, () -> "not sent: " + e);
      return false;
    }
    writeHead(answer, request, response);
    new JettyTransfer(
            transfer,
            buffer,
            answer.body().length(),
            request.request(),
            response,
            callback,
            permit,
            admission.counters())
        .start();
    return true;
  }

  /** An answer for which there is no memory, and which asks for it again a few times. */
  private final class MemoryWait {
    private final Answer answer;
    private final JettyRequestHead request;
    private final Response response;
    private final Callback callback;

    MemoryWait(Answer answer, JettyRequestHead request, Response response, Callback callback) {
      this.answer = answer;
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    /** Returns false if the file cannot be read, and the callback was not called. */
    boolean begin(int attempt) {
      if (attempt == ATTEMPTS) {
        admission.counters().refused();
        return write(admission.insteadOfFile(request), request, response, callback, attempt);
      }
      new JettyDelay(request.request()).run(BETWEEN_ATTEMPTS, () -> again(attempt + 1));
      return true;
    }

    private void again(int attempt) {
      try {
        if (!write(answer, request, response, callback, attempt)) {
          write(admission.insteadOfFile(request), request, response, callback, attempt);
        }
      } catch (RuntimeException | Error e) {
        callback.failed(e);
      }
    }
  }

  /** An answer that leaves in one write, when its turn has come. */
  private final class OneWrite extends Callback.Nested {
    private final ByteBuffer content;
    private final int length;
    private final Request request;
    private final Response response;
    private final Permit permit;

    OneWrite(
        ByteBuffer content, Request request, Response response, Callback callback, Permit permit) {
      super(callback);
      this.content = content;
      this.length = content.remaining();
      this.request = request;
      this.response = response;
      this.permit = permit;
    }

    void send() {
      long nanos = permit.delay(length);
      if (nanos > 0) {
        new JettyDelay(request).run(nanos, this::send);
      } else {
        response.write(true, content, this);
      }
    }

    @Override
    public void succeeded() {
      permit.sent(length);
      permit.close();
      super.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
      // The connection moves the position as it takes bytes.
      permit.sent(length - content.remaining());
      admission.counters().aborted();
      permit.close();
      super.failed(failure);
    }
  }

  private void writeHead(Answer answer, JettyRequestHead request, Response response) {
    admission.counters().answered(answer.kind());
    response.setStatus(answer.status());
    var headers = response.getHeaders();
    if (answer.isWholeFile()) {
      addKept(answer.fields(), headers);
    } else {
      answer.fields().forEach(field -> headers.add(field.name(), field.value()));
    }
    addKept(admission.commonFields(request), headers);
    if (answer.hasContent() && answer.body().hasLength()) {
      headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length());
    }
  }

  private void addKept(List<HeaderField> fields, HttpFields.Mutable headers) {
    for (HttpField field : form(fields)) {
      headers.add(field);
    }
  }

  private HttpField[] form(List<HeaderField> fields) {
    var known = forms.getIfPresent(fields);
    if (known != null) {
      return known;
    }
    var made =
        fields.stream()
            .map(field -> new PreEncodedHttpField(field.name(), field.value()))
            .toArray(HttpField[]::new);
    forms.put(fields, made);
    return made;
  }
}
