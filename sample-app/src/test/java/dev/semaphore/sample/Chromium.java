package dev.semaphore.sample;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Gives tests a Chromium without a window, and skips them where there is none. Never
 * downloads one.
 */
class Chromium implements ExecutionCondition, ParameterResolver, AfterAllCallback {

	private static final Path BROWSER = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private WebDriver browser;

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return List.of(BROWSER, DRIVER)
			.stream()
			.filter((file) -> !Files.isExecutable(file))
			.findFirst()
			.map((file) -> ConditionEvaluationResult
				.disabled("There is no " + file + ": Debian's packages chromium and chromium-driver bring it"))
			.orElseGet(() -> ConditionEvaluationResult.enabled("Chromium is there"));
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == WebDriver.class;
	}

	@Override
	public WebDriver resolveParameter(ParameterContext parameter, ExtensionContext context) {
		if (this.browser == null) {
			ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile())
				.withLogFile(new File("target/chromedriver.log"))
				.build();
			this.browser = new ChromeDriver(service, options());
		}
		return this.browser;
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	// Without a sandbox, which root may not have, and without the calls home.
	private static ChromeOptions options() {
		return new ChromeOptions().setBinary(BROWSER.toFile())
			.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
					"--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
					"--disable-component-update", "--disable-sync", "--window-size=1280,1600");
	}

}
