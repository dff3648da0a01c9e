package org.spillway.catalog.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of a source whose files never get another version while they are open. */
record OneVersion(SourceFile file, Content content) implements VersionedContent {
  @Override
  public String opened() {
    return file.version();
  }

  @Override
  public String version() throws ContentChangedException {
    content.verify();
    return file.version();
  }

  @Override
  public long length() {
    return content.length();
  }

  @Override
  public void read(ByteBuffer target, long position) throws IOException {
    content.read(target, position);
  }

  @Override
  public void verify() throws ContentChangedException {
    content.verify();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
