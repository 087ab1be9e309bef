package dev.semaphore.sample;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The printers, the orders side by side and the live page within the start page, in a
 * real browser.
 */
@ExtendWith(Chromium.class)
@SampleTest
@Tag("any-jdk")
class PlaygroundTests {

	@Autowired
	Callers callers;

	@Autowired
	GatedWorkload workload;

	@Autowired
	Lanes lanes;

	private final WebDriver browser;

	PlaygroundTests(WebDriver browser) {
		this.browser = browser;
	}

	@BeforeEach
	void openPage() {
		this.browser.get(this.callers.uri("/").toString());
	}

	@AfterEach
	void leavePage() {
		this.lanes.load(0);
		this.workload.openGate();
		this.browser.get("about:blank");
	}

	@Test
	void threePrintAndOthersWaitUntilOneGivesBack() {
		this.workload.closeGate();
		for (WebElement user : this.browser.findElements(By.cssSelector("#users button")).subList(0, 5)) {
			user.click();
		}
		Callers.eventually().untilAsserted(() -> {
			assertThat(this.browser.findElements(By.cssSelector("#printer-list .held"))).hasSize(3);
			assertThat(texts("#print-queue li")).hasSize(2);
			assertThat(texts("#print-log li")).filteredOn((event) -> event.startsWith("P: ")).hasSize(5);
			assertThat(texts("#print-log li")).filteredOn((event) -> event.contains(" prints on ")).hasSize(3);
		});
		this.workload.openGate();
		Callers.eventually().untilAsserted(() -> {
			assertThat(texts("#printer-list li")).containsExactly("ink: idle", "laser: idle", "plotter: idle");
			assertThat(texts("#print-log li")).filteredOn((event) -> event.startsWith("V: ")).hasSize(5);
		});
		assertThat(this.workload.mostAtWork("printers")).isEqualTo(3);
	}

	@Test
	void theSliderLoadsAllOrdersAlike() {
		WebElement slider = this.browser.findElement(By.id("load"));
		slider.sendKeys(Keys.END);
		assertThat(this.browser.findElement(By.id("load-value")).getText()).isEqualTo("200");
		for (String lane : Lanes.NAMES) {
			Callers.eventually().untilAsserted(() -> {
				assertThat(number(lane, "granted")).endsWith(" /s").isNotEqualTo("0 /s");
				assertThat(number(lane, "refused")).endsWith(" /s").isNotEqualTo("0 /s");
			});
		}
		slider.sendKeys(Keys.HOME);
		for (String lane : Lanes.NAMES) {
			Callers.eventually().until(() -> this.callers.numbers(lane).path("held").asInt(-1) == 0);
		}
	}

	@Test
	void theLivePageIsWithinThePage() {
		this.browser.findElement(By.cssSelector("#all summary")).click();
		this.browser.switchTo().frame(this.browser.findElement(By.tagName("iframe")));
		Callers.eventually()
			.until(() -> new Dashboard(this.browser).names().contains("printers")
					&& "live".equals(new Dashboard(this.browser).connection()));
		this.browser.switchTo().defaultContent();
	}

	@Test
	void nothingIsWiderThanAPhone() {
		((ChromeDriver) this.browser).executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 360, "height", 800, "deviceScaleFactor", 1, "mobile", true));
		try {
			for (String page : List.of("/", "/actuator/semaphoredashboard")) {
				this.browser.get(this.callers.uri(page).toString());
				Callers.eventually().until(() -> "live".equals(new Dashboard(this.browser).connection()));
				assertThat(((JavascriptExecutor) this.browser)
					.executeScript("return document.documentElement.scrollWidth <= window.innerWidth")).as(page)
					.isEqualTo(true);
			}
		}
		finally {
			((ChromeDriver) this.browser).executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
		}
	}

	private List<String> texts(String selector) {
		return this.browser.findElements(By.cssSelector(selector))
			.stream()
			.map((element) -> element.getDomProperty("textContent"))
			.toList();
	}

	private String number(String lane, String name) {
		return this.browser.findElement(By.cssSelector("[data-lane=" + lane + "] [data-number=" + name + "]"))
			.getText();
	}

}
