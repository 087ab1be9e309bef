package dev.semaphore.spring.datasource;

import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.ShardingKey;

/**
 * Takes the permit when the connection is built.
 */
final class LimitedConnectionBuilder implements ConnectionBuilder {

	private final ConnectionBuilder target;

	private final LimitedDataSource dataSource;

	LimitedConnectionBuilder(ConnectionBuilder target, LimitedDataSource dataSource) {
		this.target = target;
		this.dataSource = dataSource;
	}

	@Override
	public ConnectionBuilder user(String username) {
		this.target.user(username);
		return this;
	}

	@Override
	public ConnectionBuilder password(String password) {
		this.target.password(password);
		return this;
	}

	@Override
	public ConnectionBuilder shardingKey(ShardingKey shardingKey) {
		this.target.shardingKey(shardingKey);
		return this;
	}

	@Override
	public ConnectionBuilder superShardingKey(ShardingKey superShardingKey) {
		this.target.superShardingKey(superShardingKey);
		return this;
	}

	@Override
	public Connection build() throws SQLException {
		return this.dataSource.handOut(this.target::build);
	}

}
