package dev.semaphore.cookbook;

import java.util.List;

import dev.semaphore.spring.annotation.Permits;

import org.springframework.stereotype.Service;

@Service
class Inference {

	@Permits(name = "gpu", weight = "#prompts.size()")
	public List<String> complete(List<String> prompts) {
		return prompts.stream().map((prompt) -> prompt + ", and so on").toList();
	}

	@Permits(name = "gpu", exclusive = true)
	public void loadModel(String name) {
		// the only one on the device
	}

}
