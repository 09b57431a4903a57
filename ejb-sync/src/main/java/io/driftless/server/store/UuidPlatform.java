package io.driftless.server.store;

import java.sql.Types;
import java.util.UUID;
import org.eclipse.persistence.platform.database.PostgreSQLPlatform;

/**
 * PostgreSQL as EclipseLink sees it, but an absent UUID is bound as one: EclipseLink 4.0 binds it
 * as text, which PostgreSQL refuses for a {@code uuid} column.
 */
public class UuidPlatform extends PostgreSQLPlatform {

  private static final long serialVersionUID = 1L;

  @Override
  public int getJDBCType(Class<?> javaType) {
    return javaType == UUID.class ? Types.OTHER : super.getJDBCType(javaType);
  }
}
