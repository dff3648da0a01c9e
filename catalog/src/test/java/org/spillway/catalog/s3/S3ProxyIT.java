package org.spillway.catalog.s3;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3ProxyIT extends S3Contract {
  private static S3ProxyServer server;

  @BeforeAll
  static void start() {
    server = new S3ProxyServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  S3Store newBucket() {
    return server.newBucket();
  }
}
