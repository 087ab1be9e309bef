package dev.semaphore.spring.client;

import java.io.IOException;
import java.io.InputStream;

import dev.semaphore.Permit;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response that holds a permit until it is closed.
 */
final class PermittedResponse implements ClientHttpResponse {

	private final ClientHttpResponse response;

	private final Permit permit;

	PermittedResponse(ClientHttpResponse response, Permit permit) {
		this.response = response;
		this.permit = permit;
	}

	@Override
	public HttpStatusCode getStatusCode() throws IOException {
		return this.response.getStatusCode();
	}

	@Override
	public String getStatusText() throws IOException {
		return this.response.getStatusText();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.response.getHeaders();
	}

	@Override
	public InputStream getBody() throws IOException {
		return this.response.getBody();
	}

	@Override
	public void close() {
		try {
			this.response.close();
		}
		finally {
			this.permit.close();
		}
	}

}
