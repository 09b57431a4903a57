package io.driftless.web.call;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The role of the single sign-on that a person needs for these calls, besides {@code user}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RoleNeeded {
  /** One of {@link RealmRoles}. */
  String value();
}
