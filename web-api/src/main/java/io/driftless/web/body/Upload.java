package io.driftless.web.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Methods whose body is content of a file: it may be as long as {@link BodyLimits#UPLOAD_BYTES}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Upload {
  /** Whether there is no limit here, because what is behind has its own. */
  boolean unlimited() default false;
}
