// Command provisioner is the dynamic volume provisioner of the local cluster. KWOK runs no
// kubelet, so nobody makes or resizes volumes there: this program does, on paper. It creates a
// hostPath PersistentVolume for each claim of its class once a pod needs it
// (WaitForFirstConsumer), and completes a growth that a claim asks for, as an external resizer
// would.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"os/signal"
	"path"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

const provisionerName = "stigmer.ai/local-cluster"

// volumes makes PersistentVolumes that exist in the API only.
type volumes struct{}

func (volumes) Provision(_ context.Context, options controller.ProvisionOptions) (*corev1.PersistentVolume, controller.ProvisioningState, error) {
	return &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: options.PVName},
		Spec: corev1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *options.StorageClass.ReclaimPolicy,
			AccessModes:                   options.PVC.Spec.AccessModes,
			Capacity:                      options.PVC.Spec.Resources.Requests,
			PersistentVolumeSource: corev1.PersistentVolumeSource{
				HostPath: &corev1.HostPathVolumeSource{Path: path.Join("/var/local-cluster", options.PVName)},
			},
		},
	}, controller.ProvisioningFinished, nil
}

func (volumes) Delete(context.Context, *corev1.PersistentVolume) error { return nil }

// grow gives a bound claim the size it asks for: first its volume, then its status.
func grow(ctx context.Context, client kubernetes.Interface, claim *corev1.PersistentVolumeClaim) error {
	wanted, has := claim.Spec.Resources.Requests[corev1.ResourceStorage], claim.Status.Capacity[corev1.ResourceStorage]
	if claim.Status.Phase != corev1.ClaimBound || wanted.Cmp(has) <= 0 {
		return nil
	}
	volume, err := client.CoreV1().PersistentVolumes().Get(ctx, claim.Spec.VolumeName, metav1.GetOptions{})
	if err != nil || volume.Annotations["pv.kubernetes.io/provisioned-by"] != provisionerName {
		return err
	}
	capacity := map[string]any{"capacity": map[string]any{"storage": wanted.String()}}
	if err := patch(map[string]any{"spec": capacity}, func(body []byte) error {
		_, err := client.CoreV1().PersistentVolumes().Patch(ctx, volume.Name, types.MergePatchType, body, metav1.PatchOptions{})
		return err
	}); err != nil {
		return err
	}
	return patch(map[string]any{"status": capacity}, func(body []byte) error {
		_, err := client.CoreV1().PersistentVolumeClaims(claim.Namespace).
			Patch(ctx, claim.Name, types.MergePatchType, body, metav1.PatchOptions{}, "status")
		return err
	})
}

func patch(change map[string]any, send func([]byte) error) error {
	body, err := json.Marshal(change)
	if err != nil {
		return err
	}
	return send(body)
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "path of the kubeconfig of the cluster to serve")
	flag.Parse()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	config.QPS, config.Burst = 200, 400
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	resync := informers.NewSharedInformerFactory(client, time.Minute)
	claims := resync.Core().V1().PersistentVolumeClaims().Informer()
	tryGrow := func(object any) {
		if claim, ok := object.(*corev1.PersistentVolumeClaim); ok {
			if err := grow(ctx, client, claim); err != nil {
				log.Printf("growing %s/%s: %v", claim.Namespace, claim.Name, err)
			}
		}
	}
	if _, err := claims.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    tryGrow,
		UpdateFunc: func(_, claim any) { tryGrow(claim) },
	}); err != nil {
		log.Fatal(err)
	}
	resync.Start(ctx.Done())
	controller.NewProvisionController(ctx, client, provisionerName, volumes{}, controller.LeaderElection(false)).Run(ctx)
}
