package dev.semaphore.spring.autoconfigure.store.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;

import javax.sql.DataSource;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

class StoreSchemaInitializerTests {

	private static final String FOLDER = "dev/semaphore/spring/store/jdbc/";

	@ParameterizedTest
	@CsvSource({ "jdbc:postgresql:any, PostgreSQL, schema-postgresql.sql", "jdbc:h2:mem:any, H2, schema-h2.sql",
			"jdbc:mysql:any, MySQL, schema-mysql.sql", "jdbc:mariadb:any, MariaDB, schema-mysql.sql" })
	void thereIsAScriptForEachDatabase(String url, String product, String script) throws Exception {
		DatabaseMetaData metaData = Mockito.mock();
		BDDMockito.given(metaData.getURL()).willReturn(url);
		BDDMockito.given(metaData.getDatabaseProductName()).willReturn(product);
		Connection connection = Mockito.mock();
		BDDMockito.given(connection.getMetaData()).willReturn(metaData);
		DataSource dataSource = Mockito.mock();
		BDDMockito.given(dataSource.getConnection()).willReturn(connection);
		assertThat(StoreSchemaInitializer.schema(dataSource, FOLDER + "schema-@@platform@@.sql", null))
			.containsExactly(FOLDER + script);
		assertThat(new ClassPathResource(FOLDER + script).exists()).isTrue();
	}

}
