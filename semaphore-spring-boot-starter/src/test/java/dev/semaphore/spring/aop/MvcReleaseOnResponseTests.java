package dev.semaphore.spring.aop;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.context.request.async.DeferredResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Permits that are held until the response is written, in a real Tomcat.
 */
class MvcReleaseOnResponseTests extends MvcRequests {

	@ParameterizedTest
	@ValueSource(strings = { "/until-response", "/until-mono-response" })
	void releaseOnResponseHoldsUntilTheResponseIsWritten(String path) throws Exception {
		assertThat(send(path).get(60, TimeUnit.SECONDS).body()).isEqualTo("done1");
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void releaseOnResponseHoldsThroughTheAsynchronousPart() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/deferred-until-response");
		DeferredResult<String> deferred = returned();
		assertThat(held()).isOne();
		deferred.setResult("done");
		assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void releaseOnResponseGivesBackWhenTheRequestFails() throws Exception {
		assertThat(send("/until-response-then-throws").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void releaseOnResponseGivesBackWhenTheRequestTimesOut() throws Exception {
		this.work.timeout = 50;
		assertThat(send("/deferred-until-response").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void releaseOnResponseGivesBackAtTheLatestOnTimeoutWhenTheClientIsGone() throws Exception {
		this.work.timeout = 500;
		try (Socket socket = connect("/deferred-until-response")) {
			assertThat(this.<Object>returned()).isNotNull();
			assertThat(socket.isConnected()).isTrue();
		}
		await().until(() -> held() == 0);
		takenOnce();
	}

}
