package dev.semaphore.spring.autoconfigure.store.jdbc;

import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Looks beneath what was put around data sources. As
 * {@code DataSourceUnwrapper.unwrapRoot} does, which Spring Boot 4.0 does not have.
 */
final class DataSources {

	private DataSources() {
	}

	/** The data source that is beneath all others. */
	static DataSource root(DataSource dataSource) {
		DataSource beneath = dataSource;
		for (DataSource next = beneath(beneath); next != null && next != beneath; next = beneath(beneath)) {
			beneath = next;
		}
		return beneath;
	}

	private static @Nullable DataSource beneath(DataSource dataSource) {
		if (dataSource instanceof DelegatingDataSource delegating) {
			return delegating.getTargetDataSource();
		}
		if (AopProxyUtils.getSingletonTarget(dataSource) instanceof DataSource target) {
			return target;
		}
		try {
			return dataSource.isWrapperFor(DataSource.class) ? dataSource.unwrap(DataSource.class) : null;
		}
		catch (SQLException ex) {
			return null; // it cannot say
		}
	}

}
