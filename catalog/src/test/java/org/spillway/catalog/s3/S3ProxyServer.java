package org.spillway.catalog.s3;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** S3Proxy on a port of this machine, which keeps everything in memory. */
public final class S3ProxyServer implements AutoCloseable {
  private final BlobStore store = new TransientNio2BlobStore();
  private final AtomicInteger buckets = new AtomicInteger();
  private final int port;
  private S3Proxy proxy;

  public S3ProxyServer() {
    proxy = start(0);
    port = proxy.getPort();
  }

  private S3Proxy start(int port) {
    try {
      var started =
          S3Proxy.builder()
              .blobStore(store)
              .awsAuthentication(
                  AuthenticationType.AWS_V2_OR_V4, S3Store.ACCESS_KEY, S3Store.SECRET_KEY)
              .endpoint(URI.create("http://127.0.0.1:" + port))
              .stopTimeout(0)
              .build();
      started.start();
      return started;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public S3Store newBucket() {
    return new S3Store(endpoint(), "bucket-" + buckets.incrementAndGet());
  }

  /** Stops listening. */
  public void stop() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public void restart() {
    proxy = start(port);
  }

  @Override
  public void close() {
    stop();
  }
}
