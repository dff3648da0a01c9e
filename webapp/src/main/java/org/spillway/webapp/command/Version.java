package org.spillway.webapp.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version in our jar's manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"spillway " + Objects.requireNonNullElse(version, "(not packaged)")};
  }
}
