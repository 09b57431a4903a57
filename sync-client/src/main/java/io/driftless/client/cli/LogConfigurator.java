package io.driftless.client.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.Logger;

/**
 * Sets logging up without reading XML, which would be a good part of the start: into files of the
 * device's home, rolled every day or 10 MB, kept for 14 days or 100 MB. Where no folder is set
 * (tests), warnings go to the console.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

  /** The system property that names the folder. */
  static final String FOLDER_PROPERTY = "driftless.log.folder";

  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] %logger{24} %msg%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    String folder = System.getProperty(FOLDER_PROPERTY);
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    if (folder == null) {
      ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
      console.setEncoder(encoder(context));
      root.addAppender(started(context, console));
    } else {
      context.getLogger("io.driftless").setLevel(Level.INFO);
      root.addAppender(started(context, file(context, folder)));
    }
    // The link tells in its own words when the line fails; the broker's client repeats it at
    // length.
    context.getLogger("org.apache.activemq.artemis").setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, String folder) {
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setContext(context);
    file.setFile(folder + "/driftless.log");
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
    policy.setContext(context);
    policy.setParent(file);
    policy.setFileNamePattern(folder + "/driftless.%d{yyyy-MM-dd}.%i.log.gz");
    policy.setMaxFileSize(FileSize.valueOf("10MB"));
    policy.setMaxHistory(14);
    policy.setTotalSizeCap(FileSize.valueOf("100MB"));
    policy.start();
    file.setRollingPolicy(policy);
    file.setEncoder(encoder(context));
    return file;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private static Appender<ILoggingEvent> started(
      LoggerContext context, Appender<ILoggingEvent> appender) {
    appender.setContext(context);
    appender.start();
    return appender;
  }
}
