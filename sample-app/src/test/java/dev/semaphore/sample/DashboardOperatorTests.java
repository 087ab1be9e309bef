package dev.semaphore.sample;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Alert;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The live page of the sample in a real browser, where limits may be changed.
 */
@ExtendWith(Chromium.class)
@SampleTest
@ActiveProfiles("operator")
@Tag("any-jdk")
class DashboardOperatorTests {

	@Autowired
	Callers callers;

	@Autowired
	GatedWorkload workload;

	private final WebDriver browser;

	DashboardOperatorTests(WebDriver browser) {
		this.browser = browser;
	}

	@AfterEach
	void leaveAsFound() {
		this.workload.openGate();
		this.callers.post("/actuator/semaphores/quotes", "{\"permits\": 4}");
		this.browser.get("about:blank");
	}

	@Test
	void aResizeLetsInWhoWaits() {
		this.workload.closeGate();
		this.callers.atOnce(10, "/api/quotes/ACME");
		Dashboard dashboard = Dashboard.open(this.browser, this.callers);
		dashboard.shows("quotes", "4 of 4", "6");
		WebElement details = dashboard.details("quotes");
		WebElement permits = details.findElement(By.name("permits"));
		permits.clear();
		permits.sendKeys("7");
		permits.submit();
		outputIs(details, "It has 7 permits now.");
		dashboard.shows("quotes", "7 of 7", "3");
		Callers.eventually().until(() -> this.workload.atWork("quotes") == 7);
	}

	@Test
	void closingRefusesWhoWaitsAndOpeningLetsPeopleInAgain() {
		Dashboard dashboard = Dashboard.open(this.browser, this.callers);
		WebElement details = dashboard.details("recommendations");
		WebElement button = details.findElement(By.name("state"));
		Callers.eventually().until(() -> "Close".equals(button.getText()));
		button.click();
		outputIs(details, "It is closed now.");
		assertThat(this.callers.numbers("recommendations").path("state").asString()).isEqualTo("closed");
		assertThat(dashboard.row("recommendations").findElement(By.className("badges")).getText()).contains("closed");
		Callers.eventually().until(() -> "Open".equals(button.getText()));
		button.click();
		outputIs(details, "It is open now.");
		assertThat(this.callers.numbers("recommendations").path("state").asString()).isEqualTo("open");
	}

	@Test
	void whatAHolderHoldsIsGivenBackByForceOnceThatIsConfirmed() {
		this.workload.closeGate();
		this.callers.atOnce(6, "/api/quotes/ACME");
		Dashboard dashboard = Dashboard.open(this.browser, this.callers);
		dashboard.shows("quotes", "4 of 4", "2");
		Callers.eventually().until(() -> this.workload.atWork("quotes") == 4);
		WebElement details = dashboard.details("quotes");
		WebElement first = details.findElement(By.cssSelector(".holders tbody tr"));
		String holder = first.findElement(By.tagName("td")).getText();
		first.findElement(By.tagName("button")).click();
		Alert question = Dashboard.alert(this.browser);
		assertThat(question.getText()).startsWith("Give back what holder " + holder + ", Quote")
			.contains("more than the limit");
		question.dismiss();
		dashboard.shows("quotes", "4 of 4", "2");
		assertThat(this.workload.atWork("quotes")).isEqualTo(4);
		first.findElement(By.tagName("button")).click();
		Dashboard.alert(this.browser).accept();
		outputIs(details, "What holder " + holder + " held was given back.");
		dashboard.shows("quotes", "4 of 4", "1");
		Callers.eventually().until(() -> this.workload.atWork("quotes") == 5);
	}

	@Test
	void aChangeThatTheServerRefusesIsNotDoneAndSaysWhy() {
		Dashboard dashboard = Dashboard.open(this.browser, this.callers);
		WebElement details = dashboard.details("reports");
		((org.openqa.selenium.JavascriptExecutor) this.browser)
			.executeScript("document.querySelector('.steer').noValidate = true");
		WebElement permits = details.findElement(By.name("permits"));
		permits.clear();
		permits.sendKeys("-1");
		permits.submit();
		Callers.eventually().until(() -> details.findElement(By.tagName("output")).getText().startsWith("Not done: "));
		assertThat(this.callers.numbers("reports").path("permits").asInt()).isEqualTo(4);
	}

	private static void outputIs(WebElement details, String words) {
		Callers.eventually().until(() -> words.equals(details.findElement(By.tagName("output")).getText()));
	}

}
