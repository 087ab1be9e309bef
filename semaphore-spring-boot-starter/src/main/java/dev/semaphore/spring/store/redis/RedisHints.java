package dev.semaphore.spring.store.redis;

import java.util.List;

import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Subscription;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Passes on what the script publishes for one semaphore and instance.
 */
final class RedisHints implements MessageListener, SubscriptionListener {

	private final String ownChannel;

	private final GrantListener listener;

	RedisHints(String ownChannel, GrantListener listener) {
		this.ownChannel = ownChannel;
		this.listener = listener;
	}

	Subscription listen(RedisMessageListenerContainer container, String channelOfAll) {
		List<ChannelTopic> topics = List.of(ChannelTopic.of(this.ownChannel), ChannelTopic.of(channelOfAll));
		container.addMessageListener(this, topics);
		return () -> container.removeMessageListener(this, topics);
	}

	@Override
	public void onMessage(Message message, byte @Nullable [] pattern) {
		if (this.ownChannel.equals(RedisNames.text(message.getChannel()))) {
			String[] words = RedisNames.text(message.getBody()).split(" ");
			this.listener.granted(Long.parseLong(words[0]), Long.parseLong(words[1]));
		}
		else {
			this.listener.lookAgain();
		}
	}

	/** Whatever was said before was not heard. */
	@Override
	public void onChannelSubscribed(byte[] channel, long count) {
		this.listener.lookAgain();
	}

}
