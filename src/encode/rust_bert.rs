//! The second engine: rust-bert's BERT over libtorch, with the same weights.
//!
//! It is what the embedded engine is checked against, and the way onto a graphics card. A network
//! of libtorch may change threads but not serve two at a time, so each worker takes one from a
//! shelf and puts it back; all of them read the same weights in memory. Sequences go through one by
//! one: shapes then depend on nothing but the sequence, and so do the bytes that come out.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rust_bert::bert::{BertConfig, BertEmbeddings, BertModel};
use tch::{Kind, Tensor, nn};

use super::weights::Weights;
use super::{Batch, Config, Device, Engine, EngineError, ModelError, Number};

/// What rust-bert adds to the variance in its layer norms, whatever `config.json` says.
const EPSILON: f32 = 1e-12;

type Network = BertModel<BertEmbeddings>;

/// An encoder in libtorch's memory, for all threads.
pub struct RustBert {
    config: Config,
    device: Device,
    number: Number,
    shelf: Mutex<Shelf>,
}

/// Tensors may change threads, but not be looked at from two: they stay behind the lock, and what
/// leaves it are handles of one's own.
struct Shelf {
    /// By their names in a network.
    weights: Vec<(String, Tensor)>,
    /// Networks that no worker uses.
    idle: Vec<Network>,
}

impl RustBert {
    /// Takes a model's weights from memory that need not stay.
    ///
    /// # Errors
    /// When the two files do not fit each other or rust-bert, or there is no such device.
    pub fn from_bytes(
        weights: &[u8],
        config: &str,
        device: Device,
        number: Number,
    ) -> Result<Self, ModelError> {
        let config = Config::parse(config)?;
        if config.layer_norm_eps != EPSILON {
            let found = config.layer_norm_eps;
            return Err(ModelError::Config(format!(
                "layer_norm_eps is {found}, rust-bert computes with {EPSILON}"
            )));
        }
        let cards = tch::Cuda::device_count();
        if let Device::Cuda(card) = device
            && i64::try_from(card).map_or(true, |card| card >= cards)
        {
            return Err(ModelError::Device { device, cards });
        }
        let weights = Weights::parse(weights)?;
        let mut tensors = Vec::new();
        for (name, tensor) in network(&config).1.variables() {
            let own = name.strip_prefix("bert.").unwrap_or(&name);
            let shape = tensor.size();
            let sizes: Vec<usize> = shape.iter().filter_map(|&size| usize::try_from(size).ok()).collect();
            let values = Tensor::from_slice(&weights.floats(own, &sizes)?).reshape(&shape);
            tensors.push((name, values.to_device(place(device)).to_kind(kind(number))));
        }
        let shelf = Mutex::new(Shelf { weights: tensors, idle: Vec::new() });
        Ok(RustBert { config, device, number, shelf })
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A network that no other worker uses.
    fn take(&self) -> Network {
        let mut shelf = self.shelf();
        if let Some(idle) = shelf.idle.pop() {
            return idle;
        }
        let (network, store) = network(&self.config);
        let mut variables = store.variables();
        for (name, weight) in &shelf.weights {
            let variable = variables.get_mut(name).expect("every network has the same variables");
            variable.set_data(weight);
        }
        network
    }

    /// Hidden states of one sequence, row after row, into `out`.
    fn sequence(
        &self,
        network: &Network,
        ids: &[u32],
        types: &[u8],
        out: &mut [f32],
    ) -> Result<(), EngineError> {
        let row = |values: Vec<i64>| Tensor::from_slice(&values).unsqueeze(0).to_device(place(self.device));
        let ids = row(ids.iter().map(|&id| i64::from(id)).collect());
        let types = row(types.iter().map(|&kind| i64::from(kind)).collect());
        let read = network.forward_t(Some(&ids), None, Some(&types), None, None, None, None, false);
        let states = read.map_err(|e| EngineError::Engine(e.to_string()))?.hidden_state;
        let states = states.to_device(tch::Device::Cpu).to_kind(Kind::Float).contiguous();
        let count = out.len();
        states.f_copy_data(out, count).map_err(|e| EngineError::Engine(e.to_string()))
    }
}

impl Engine for RustBert {
    fn name(&self) -> String {
        format!("rust-bert {} {}", self.device, self.number)
    }

    fn hidden(&self, batch: &Batch) -> Result<Vec<f32>, EngineError> {
        batch.check(&self.config)?;
        // Workers share the cores already; libtorch keeps the number for each thread.
        tch::set_num_threads(1);
        let hidden = self.config.hidden_size;
        let mut out = vec![0.0; batch.ids.len() * hidden];
        let network = self.take();
        let mut row = 0;
        for &length in batch.lengths.iter().filter(|&&length| length > 0) {
            let (ids, types) = (&batch.ids[row..row + length], &batch.types[row..row + length]);
            let out = &mut out[row * hidden..(row + length) * hidden];
            tch::no_grad(|| self.sequence(&network, ids, types, out))?;
            row += length;
        }
        self.shelf().idle.push(network);
        Ok(out)
    }
}

/// A network with random weights and the names of its variables.
fn network(config: &Config) -> (Network, nn::VarStore) {
    let store = nn::VarStore::new(tch::Device::Cpu);
    let size = |size: usize| i64::try_from(size).expect("a size of a table in memory");
    let config = BertConfig {
        hidden_act: rust_bert::Activation::gelu,
        attention_probs_dropout_prob: 0.0,
        hidden_dropout_prob: 0.0,
        hidden_size: size(config.hidden_size),
        initializer_range: 0.02,
        intermediate_size: size(config.intermediate_size),
        max_position_embeddings: size(config.max_position_embeddings),
        num_attention_heads: size(config.num_attention_heads),
        num_hidden_layers: size(config.num_hidden_layers),
        type_vocab_size: size(config.type_vocab_size),
        vocab_size: size(config.vocab_size),
        output_attentions: None,
        output_hidden_states: None,
        is_decoder: None,
        id2label: None,
        label2id: None,
    };
    // The heads read hidden states; the pooler would be computed for nothing.
    let network = Network::new_with_optional_pooler(store.root() / "bert", &config, false);
    (network, store)
}

fn place(device: Device) -> tch::Device {
    match device {
        Device::Cpu => tch::Device::Cpu,
        Device::Cuda(card) => tch::Device::Cuda(card),
    }
}

fn kind(number: Number) -> Kind {
    match number {
        Number::F32 => Kind::Float,
        Number::Bf16 => Kind::BFloat16,
    }
}
