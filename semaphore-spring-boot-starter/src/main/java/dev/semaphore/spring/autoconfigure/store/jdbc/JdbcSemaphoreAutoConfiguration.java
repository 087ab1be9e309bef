package dev.semaphore.spring.autoconfigure.store.jdbc;

import javax.sql.DataSource;

import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.JdbcProperties;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.autoconfigure.store.ConditionalOnBackend;
import dev.semaphore.spring.store.jdbc.JdbcPermitStore;
import dev.semaphore.spring.store.jdbc.JdbcStoreOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps permits in the application's database, for semaphores with {@code backend: jdbc}.
 * Connects only if there are such.
 */
@AutoConfiguration(before = SemaphoreAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ DataSourceScriptDatabaseInitializer.class, JdbcTemplate.class })
@ConditionalOnBackend("jdbc")
@Import(DatabaseInitializationDependencyConfigurer.class)
@ImportRuntimeHints(JdbcSemaphoreAutoConfiguration.SchemaHints.class)
public final class JdbcSemaphoreAutoConfiguration {

	/** The bean that makes the tables. */
	private static final String SCHEMA = "semaphore.jdbc.schema";

	@Bean("semaphore.jdbc.connections")
	@Lazy
	StoreConnections storeConnections(SemaphoreProperties properties, ObjectProvider<DataSource> dataSources,
			@SemaphoreDataSource ObjectProvider<DataSource> own) {
		DataSource dataSource = own.getIfAvailable();
		return (dataSource != null) ? new StoreConnections(dataSource, false, properties.jdbc().listen())
				: StoreConnections.beside(only(dataSources), options(properties.jdbc()));
	}

	@Bean(SCHEMA)
	@Lazy
	StoreSchemaInitializer storeSchemaInitializer(StoreConnections connections, SemaphoreProperties properties) {
		return new StoreSchemaInitializer(connections.dataSource(), properties.jdbc());
	}

	/*
	 * Depends on its own tables, and on no migration: one may need permits of the store.
	 */
	@Bean
	@Lazy
	@DependsOn(SCHEMA)
	@ConditionalOnMissingBean
	JdbcPermitStore jdbcPermitStore(StoreConnections connections, SemaphoreProperties properties) {
		return new JdbcPermitStore(connections.dataSource(),
				options(properties.jdbc()).withListen(connections.mayListen()));
	}

	private static DataSource only(ObjectProvider<DataSource> dataSources) {
		DataSource only = dataSources.getIfUnique();
		if (only == null) {
			boolean several = dataSources.stream().findAny().isPresent();
			throw new SemaphoreConfigurationException(
					"A semaphore has the backend jdbc, but there "
							+ (several ? "are several DataSource beans and none is primary." : "is no DataSource."),
					several ? "Annotate the bean of the one that keeps the permits with @SemaphoreDataSource, or make one @Primary."
							: "Add org.springframework.boot:spring-boot-starter-jdbc and the driver of the database to the "
									+ "dependencies and set spring.datasource.url, or set the semaphore's backend to local.");
		}
		return only;
	}

	private static JdbcStoreOptions options(JdbcProperties properties) {
		try {
			return new JdbcStoreOptions(properties.tablePrefix(), properties.connections(), properties.timeout(),
					properties.shortestPoll(), properties.longestPoll(), properties.listen());
		}
		catch (IllegalArgumentException ex) {
			throw new SemaphoreConfigurationException(
					"The properties of semaphore.jdbc do not fit: " + ex.getMessage() + ".", "Change the property.");
		}
	}

	/** Lets a native image have the scripts. */
	static final class SchemaHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("dev/semaphore/spring/store/jdbc/schema-*.sql");
		}

	}

}
