package ai.stigmer.agentrunner.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A certificate for 127.0.0.1 that lives as long as the training, and the kubeconfig that trusts it. */
record Credentials(Path keyStore, String password, String certificate) {
    private static final long SECONDS = 60;

    /** RSA, as kubeadm's, and so kind's and minikube's. */
    static Credentials create(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        var file = folder.resolve("api-server.p12");
        var password = "training";
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "api",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=kube-apiserver",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool made no certificate: " + said);
        }
        var store = KeyStore.getInstance(file.toFile(), password.toCharArray());
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(store.getCertificate("api").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        return new Credentials(file, password, pem);
    }

    /** With a token, as a pod's ServiceAccount has one. */
    Path kubeconfig(Path folder, int port) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: training
                contexts: [{name: training, context: {cluster: training, user: operator}}]
                users: [{name: operator, user: {token: training}}]
                clusters:
                  - name: training
                    cluster:
                      server: https://127.0.0.1:%d
                      certificate-authority-data: %s
                """.formatted(
                        port, Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.UTF_8))));
    }
}
