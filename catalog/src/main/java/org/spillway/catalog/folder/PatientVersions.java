package org.spillway.catalog.folder;

import org.spillway.catalog.disk.Disk;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.VersionedContent;

/** Content of any version on a disk that may not answer. */
final class PatientVersions extends PatientContent<VersionedContent> implements VersionedContent {
  PatientVersions(SourceFile file, VersionedContent content, Disk disk) {
    super(file, content, disk);
  }

  @Override
  public String opened() {
    return content().opened();
  }

  @Override
  public String version() throws ContentChangedException {
    return look(content()::version);
  }
}
