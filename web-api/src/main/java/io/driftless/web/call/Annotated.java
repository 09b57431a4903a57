package io.driftless.web.call;

import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Reads what is said of a call: on its method, or else on its class. */
final class Annotated {

  private Annotated() {}

  static <A extends Annotation> @Nullable A of(ResourceInfo called, Class<A> what) {
    Method method = called.getResourceMethod();
    A said = method == null ? null : method.getAnnotation(what);
    Class<?> resource = called.getResourceClass();
    return said != null || resource == null ? said : resource.getAnnotation(what);
  }
}
