package dev.semaphore.spring.store.etcd;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.github.dockerjava.api.model.ContainerNetwork;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/**
 * An etcd of three members in containers, whose members reach each other by a network of
 * their own, so that they can be cut off from each other alone.
 */
final class EtcdCluster implements AutoCloseable {

	private static final int SIZE = 3;

	private final Network peers = Network.newNetwork();

	private final List<Member> members = new ArrayList<>();

	private EtcdCluster() {
		for (int i = 0; i < SIZE; i++) {
			this.members.add(new Member("member" + i, freePort()));
		}
	}

	static EtcdCluster start() {
		EtcdCluster cluster = new EtcdCluster();
		try {
			Startables.deepStart(cluster.members).join();
			cluster.awaitWhole();
			return cluster;
		}
		catch (RuntimeException ex) {
			cluster.close();
			throw ex;
		}
	}

	/** All endpoints, one of them first. */
	List<URI> endpoints(int first) {
		return IntStream.range(first, first + SIZE).mapToObj((i) -> this.members.get(i % SIZE).endpoint()).toList();
	}

	Member leader() {
		return Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> this.members.stream().filter(Member::isLeader).findFirst(), (leader) -> leader.isPresent())
			.orElseThrow();
	}

	Member follower() {
		leader();
		return this.members.stream().filter((member) -> !member.isLeader()).findFirst().orElseThrow();
	}

	/** Each member knows a leader. */
	void awaitWhole() {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> this.members.stream().allMatch((member) -> member.knowsLeader()));
	}

	@Override
	public void close() {
		this.members.forEach(GenericContainer::stop);
		this.peers.close();
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A member, whose port stays the same when it is started again. It does not wait for
	 * the disk: no election is lost to one that others keep busy.
	 */
	final class Member extends GenericContainer<Member> {

		private final String name;

		private final int port;

		Member(String name, int port) {
			super(EtcdServer.IMAGE);
			this.name = name;
			this.port = port;
			setPortBindings(List.of(port + ":" + EtcdServer.PORT));
			withCreateContainerCmdModifier((command) -> command.withEntrypoint("etcd"));
			withCommand("--name=" + name, "--listen-client-urls=http://0.0.0.0:2379",
					"--advertise-client-urls=http://0.0.0.0:2379", "--listen-peer-urls=http://0.0.0.0:2380",
					"--initial-advertise-peer-urls=http://" + name + ":2380",
					"--initial-cluster=member0=http://member0:2380,member1=http://member1:2380,member2=http://member2:2380",
					"--heartbeat-interval=200", "--election-timeout=2000", "--unsafe-no-fsync");
			withStartupTimeout(Duration.ofMinutes(3));
		}

		@Override
		protected void containerIsCreated(String containerId) {
			connect(containerId);
		}

		URI endpoint() {
			return URI.create("http://" + getHost() + ":" + this.port);
		}

		void kill() {
			this.dockerClient.killContainerCmd(getContainerId()).exec();
		}

		void startAgain() {
			this.dockerClient.startContainerCmd(getContainerId()).exec();
		}

		/** Whoever is connected hears nothing of it. */
		void freeze() {
			this.dockerClient.pauseContainerCmd(getContainerId()).exec();
		}

		void thaw() {
			this.dockerClient.unpauseContainerCmd(getContainerId()).exec();
		}

		/** From the others, not from its clients. */
		void cutOff() {
			this.dockerClient.disconnectFromNetworkCmd()
				.withNetworkId(EtcdCluster.this.peers.getId())
				.withContainerId(getContainerId())
				.exec();
		}

		void reconnect() {
			connect(getContainerId());
		}

		private void connect(String containerId) {
			this.dockerClient.connectToNetworkCmd()
				.withNetworkId(EtcdCluster.this.peers.getId())
				.withContainerId(containerId)
				.withContainerNetwork(new ContainerNetwork().withAliases(this.name))
				.exec();
		}

		private boolean isLeader() {
			EtcdAnswer status = status();
			return isKnown(status) && status.text("leader").equals(status.child("header").text("member_id"));
		}

		private boolean knowsLeader() {
			return isKnown(status());
		}

		private static boolean isKnown(EtcdAnswer status) {
			return !List.of("", "0").contains(status.text("leader"));
		}

		private EtcdAnswer status() {
			EtcdStoreOptions options = new EtcdStoreOptions(List.of(endpoint()), "semaphore/", Duration.ofSeconds(2),
					null, null);
			return new EtcdClient(options, Runnable::run).call("maintenance/status", Map.of())
				.orTimeout(10, TimeUnit.SECONDS)
				.exceptionally((ex) -> EtcdAnswer.NOTHING)
				.join();
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
