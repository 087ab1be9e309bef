package dev.semaphore.spring.autoconfigure.store.jdbc;

import java.util.List;

import javax.sql.DataSource;

import dev.semaphore.spring.autoconfigure.JdbcProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Makes the tables of the store.
 */
final class StoreSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private static final String PLATFORM = "@@platform@@";

	StoreSchemaInitializer(DataSource dataSource, JdbcProperties properties) {
		super(dataSource, settings(dataSource, properties));
	}

	private static DatabaseInitializationSettings settings(DataSource dataSource, JdbcProperties properties) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setMode(DatabaseInitializationMode.valueOf(properties.initializeSchema().name()));
		if (settings.getMode() == DatabaseInitializationMode.EMBEDDED
				&& !EmbeddedDatabaseConnection.isEmbedded(dataSource)) {
			// what scripts there are is not asked of a database that may be away
			settings.setMode(DatabaseInitializationMode.NEVER);
		}
		if (settings.getMode() != DatabaseInitializationMode.NEVER) {
			settings.setSchemaLocations(schema(dataSource, properties.schema(), properties.platform()));
		}
		return settings;
	}

	static List<String> schema(DataSource dataSource, String location, @Nullable String platform) {
		return (platform != null) ? List.of(location.replace(PLATFORM, platform))
				: new PlatformPlaceholderDatabaseDriverResolver().withDriverPlatform(DatabaseDriver.MARIADB, "mysql")
					.resolveAll(dataSource, location);
	}

}
