package dev.semaphore.spring.aop;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about return types promises nothing that no test shows: each cell of its first
 * table has tests in the same cell of the second.
 */
class ReturnTypesDocsTests {

	private static final Path PAGE = Path.of("..", "docs", "return-types.md");

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)\\.(\\w+)`");

	@Test
	void everyCellHasATestThatExists() throws IOException {
		List<List<List<String>>> tables = tables();
		List<List<String>> promises = tables.get(0);
		List<List<String>> tests = tables.get(1);
		assertThat(tests).hasSameSizeAs(promises);
		for (int row = 1; row < promises.size(); row++) {
			assertThat(tests.get(row)).hasSameSizeAs(promises.get(row));
			assertThat(tests.get(row).get(0)).isEqualTo(promises.get(row).get(0));
			for (int column = 1; column < promises.get(row).size(); column++) {
				check(promises.get(row).get(column), tests.get(row).get(column),
						promises.get(row).get(0) + ", " + promises.get(0).get(column));
			}
		}
	}

	private static void check(String promise, String tests, String cell) {
		assertThat(tests.equals("–")).as(cell).isEqualTo(promise.equals("–"));
		Matcher matcher = TEST.matcher(tests);
		int found = 0;
		while (matcher.find()) {
			assertThat(isTest(matcher.group(1), matcher.group(2))).as("%s: %s", cell, matcher.group()).isTrue();
			found++;
		}
		assertThat(found > 0).as(cell).isEqualTo(!promise.equals("–"));
	}

	private static boolean isTest(String className, String methodName) {
		try {
			Class<?> type = Class.forName(ReturnTypesDocsTests.class.getPackageName() + "." + className);
			return Stream.of(type.getDeclaredMethods())
				.filter((method) -> method.getName().equals(methodName))
				.anyMatch(ReturnTypesDocsTests::isTest);
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	private static boolean isTest(Method method) {
		return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
	}

	/** The tables of the page, each as rows of cells, the header first. */
	private static List<List<List<String>>> tables() throws IOException {
		List<List<List<String>>> tables = new ArrayList<>();
		boolean within = false;
		for (String line : Files.readAllLines(PAGE)) {
			if (!line.startsWith("|")) {
				within = false;
			}
			else if (!line.startsWith("|--")) {
				if (!within) {
					tables.add(new ArrayList<>());
					within = true;
				}
				String cells = line.substring(1, line.lastIndexOf('|'));
				tables.get(tables.size() - 1).add(Arrays.stream(cells.split("\\|")).map(String::trim).toList());
			}
		}
		return tables;
	}

}
