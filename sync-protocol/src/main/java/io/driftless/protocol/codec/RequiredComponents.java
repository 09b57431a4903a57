package io.driftless.protocol.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes every component of a record required unless it is {@code @Nullable}, a primitive or says by
 * {@code @JsonSetter} what it is when absent, so that a body with a hole is refused where it is
 * read instead of failing later. Primitives read as zero when absent: that is how fields are added.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    return isRequired(member) ? Boolean.TRUE : super.hasRequiredMarker(member);
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    return isRequired(annotated)
        ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
        : super.findSetterInfo(annotated);
  }

  private static boolean isRequired(Annotated annotated) {
    if (annotated instanceof AnnotatedParameter component
        && component.getOwner().getAnnotated() instanceof Constructor<?> constructor
        && constructor.getDeclaringClass().isRecord()) {
      Parameter parameter = constructor.getParameters()[component.getIndex()];
      return !parameter.getType().isPrimitive()
          && !parameter.isAnnotationPresent(JsonSetter.class)
          && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
    return false;
  }
}
