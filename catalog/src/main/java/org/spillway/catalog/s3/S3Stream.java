package org.spillway.catalog.s3;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.SourceFile;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * One version of an object, for a reader that reads it once and in order, without the kept pieces:
 * hashing a bucket would replace them by others that nobody asked for. For one thread at a time.
 */
final class S3Stream implements Content {
  /** The most bytes that one request asks for. */
  private static final long LONGEST = ContentSource.SLICE;

  private static final int TRIES = 3;

  private final S3Parts parts;
  private final SourceFile file;
  private final S3Version version;
  private @Nullable ResponseInputStream<GetObjectResponse> body;

  /** The position of the body's next byte within the object. */
  private long at;

  private long end;

  S3Stream(S3Parts parts, SourceFile file) {
    this.parts = parts;
    this.file = file;
    this.version = S3Version.parse(file.version());
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public void read(ByteBuffer target, long position) throws IOException {
    int count = (int) Math.min(target.remaining(), Math.max(0, file.length() - position));
    byte[] bytes = new byte[count];
    int done = 0;
    int tries = 0;
    while (done < count) {
      try {
        int more = readSome(bytes, done, position + done);
        done += more;
      } catch (ContentChangedException e) {
        parts.forget(file.path());
        throw e;
      } catch (IOException e) {
        end();
        if (++tries == TRIES) {
          throw e;
        }
      }
    }
    target.put(bytes);
  }

  private int readSome(byte[] bytes, int offset, long position) throws IOException {
    int count =
        bodyAt(position).read(bytes, offset, (int) Math.min(bytes.length - offset, end - at));
    if (count < 0) {
      throw new EOFException(file.path() + ": the answer was cut off");
    }
    at += count;
    return count;
  }

  private ResponseInputStream<GetObjectResponse> bodyAt(long position) throws IOException {
    if (body != null && at == position && at < end) {
      return body;
    }
    end();
    long length = Math.min(LONGEST, file.length() - position);
    var opened = parts.bucket().stream(file.path(), version, position, length);
    body = opened;
    at = position;
    end = position + length;
    return opened;
  }

  private void end() {
    if (body != null) {
      // Closing would wait for the rest.
      body.abort();
      body = null;
    }
  }

  @Override
  public void verify() throws ContentChangedException {
    if (!parts.isCurrent(file)) {
      throw new ContentChangedException(file.path());
    }
  }

  @Override
  public void close() {
    end();
  }
}
