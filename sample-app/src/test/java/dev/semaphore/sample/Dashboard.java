package dev.semaphore.sample;

import java.util.List;

import org.openqa.selenium.Alert;
import org.openqa.selenium.By;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the endpoint {@code semaphoredashboard} in a browser.
 */
record Dashboard(WebDriver browser) {

	static Dashboard open(WebDriver browser, Callers callers) {
		browser.get("about:blank");
		browser.get(callers.uri("/actuator/semaphoredashboard").toString());
		Dashboard dashboard = new Dashboard(browser);
		Callers.eventually().until(() -> "live".equals(dashboard.connection()));
		return dashboard;
	}

	/** What the page asks. */
	static Alert alert(WebDriver browser) {
		Callers.eventually()
			.ignoreException(NoAlertPresentException.class)
			.until(() -> browser.switchTo().alert() != null);
		return browser.switchTo().alert();
	}

	String connection() {
		return this.browser.findElement(By.id("connection")).getDomAttribute("data-state");
	}

	List<String> names() {
		return this.browser.findElements(By.cssSelector("#semaphores > li"))
			.stream()
			.map((row) -> row.getDomAttribute("data-semaphore"))
			.toList();
	}

	WebElement row(String semaphore) {
		return this.browser.findElements(By.cssSelector("#semaphores > li"))
			.stream()
			.filter((row) -> semaphore.equals(row.getDomAttribute("data-semaphore")))
			.findFirst()
			.orElseThrow();
	}

	String number(String semaphore, String name) {
		return row(semaphore).findElement(By.cssSelector("[data-number=" + name + "]")).getText();
	}

	void shows(String semaphore, String held, String waiting) {
		Callers.eventually().untilAsserted(() -> {
			assertThat(number(semaphore, "held")).isEqualTo(held);
			assertThat(number(semaphore, "waiting")).isEqualTo(waiting);
		});
	}

	WebElement details(String semaphore) {
		row(semaphore).findElement(By.tagName("button")).click();
		Callers.eventually().until(() -> !row(semaphore).findElements(By.cssSelector(".details figure")).isEmpty());
		return row(semaphore).findElement(By.className("details"));
	}

}
