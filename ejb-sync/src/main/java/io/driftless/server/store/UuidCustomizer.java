package io.driftless.server.store;

import org.eclipse.persistence.mappings.DatabaseMapping;
import org.eclipse.persistence.mappings.converters.UUIDConverter;
import org.eclipse.persistence.mappings.foundation.AbstractDirectMapping;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.jspecify.annotations.Nullable;

/** Lets a UUID be absent: the converter of EclipseLink 4.0 fails on NULL. */
public class UuidCustomizer implements SessionCustomizer {

  @Override
  public void customize(Session session) {
    session
        .getDescriptors()
        .values()
        .forEach(descriptor -> descriptor.getMappings().forEach(UuidCustomizer::letItBeAbsent));
  }

  private static void letItBeAbsent(DatabaseMapping mapping) {
    if (mapping instanceof AbstractDirectMapping direct
        && direct.getConverter() instanceof UUIDConverter) {
      direct.setConverter(new OptionalUuid());
    }
  }

  private static final class OptionalUuid extends UUIDConverter {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object convertDataValueToObjectValue(
        @Nullable Object stored, Session session) {
      return stored == null ? null : super.convertDataValueToObjectValue(stored, session);
    }

    @Override
    public @Nullable Object convertObjectValueToDataValue(@Nullable Object value, Session session) {
      return value == null ? null : super.convertObjectValueToDataValue(value, session);
    }
  }
}
