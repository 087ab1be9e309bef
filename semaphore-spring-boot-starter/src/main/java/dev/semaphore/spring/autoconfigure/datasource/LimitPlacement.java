package dev.semaphore.spring.autoconfigure.datasource;

import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.ConfigurablePropertyAccessor;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * Where the limit of a data source belongs: around it, as a rule, but inside one that
 * hands out what is not yet a connection, and fetches one when it is needed.
 */
final class LimitPlacement {

	private static final String READ_ONLY = "readOnlyDataSource";

	private LimitPlacement() {
	}

	/**
	 * The data source with its limit, in the right place.
	 */
	static DataSource place(DataSource dataSource, UnaryOperator<DataSource> limit) {
		if (dataSource instanceof LazyConnectionDataSourceProxy lazy) {
			ConfigurablePropertyAccessor fields = PropertyAccessorFactory.forDirectFieldAccess(lazy);
			// The field has no getter. Where it cannot be read, as in a native image, the
			// limit goes around all: too early, but for every connection.
			return fields.isReadableProperty(READ_ONLY)
					? placeInside(lazy, (DataSource) fields.getPropertyValue(READ_ONLY), limit) : limit.apply(lazy);
		}
		if (dataSource instanceof TransactionAwareDataSourceProxy aware) {
			limitTarget(aware, limit);
			return aware;
		}
		return limit.apply(dataSource);
	}

	private static DataSource placeInside(LazyConnectionDataSourceProxy lazy, @Nullable DataSource readOnly,
			UnaryOperator<DataSource> limit) {
		DataSource target = lazy.getTargetDataSource();
		limitTarget(lazy, limit);
		if (readOnly != null) {
			lazy.setReadOnlyDataSource((readOnly != target) ? limit.apply(readOnly) : lazy.getTargetDataSource());
		}
		return lazy;
	}

	private static void limitTarget(DelegatingDataSource dataSource, UnaryOperator<DataSource> limit) {
		DataSource target = dataSource.getTargetDataSource();
		if (target != null) {
			dataSource.setTargetDataSource(limit.apply(target));
		}
	}

}
