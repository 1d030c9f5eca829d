//! The shape of a BERT encoder, as its `config.json` gives it.

use serde::{Deserialize, Serialize};

use super::ModelError;

/// Sizes of an encoder; names are those of `config.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Wordpieces.
    pub vocab_size: usize,
    /// Numbers in a hidden state.
    pub hidden_size: usize,
    /// Layers.
    pub num_hidden_layers: usize,
    /// Attention heads.
    pub num_attention_heads: usize,
    /// Numbers between the two halves of a feed-forward block.
    pub intermediate_size: usize,
    /// Wordpieces in a sequence, at most.
    pub max_position_embeddings: usize,
    /// Token types: letter case and quotation state.
    pub type_vocab_size: usize,
    /// Added to the variance in layer norms.
    pub layer_norm_eps: f32,
    /// Must be `gelu`.
    pub hidden_act: String,
}

impl Config {
    /// MiniLM-L6 with four token types.
    pub fn minilm() -> Self {
        Config {
            vocab_size: 30_522,
            hidden_size: 384,
            num_hidden_layers: 6,
            num_attention_heads: 12,
            intermediate_size: 1536,
            max_position_embeddings: 512,
            type_vocab_size: 4,
            layer_norm_eps: 1e-12,
            hidden_act: "gelu".to_owned(),
        }
    }

    /// Reads and checks a `config.json`.
    ///
    /// # Errors
    /// When it is not JSON, lacks a size, or describes a network that the kernels do not compute.
    pub fn parse(json: &str) -> Result<Self, ModelError> {
        let config: Config = serde_json::from_str(json).map_err(|e| ModelError::Config(e.to_string()))?;
        config.check()?;
        Ok(config)
    }

    /// Numbers in an attention head.
    pub fn head_size(&self) -> usize {
        self.hidden_size / self.num_attention_heads
    }

    fn check(&self) -> Result<(), ModelError> {
        let fail = |why: String| Err(ModelError::Config(why));
        if self.hidden_act != "gelu" {
            return fail(format!("hidden_act is {:?}, only \"gelu\" is computed", self.hidden_act));
        }
        let heads = self.num_attention_heads;
        if heads == 0
            || !self.hidden_size.is_multiple_of(heads)
            || self.head_size() == 0
            || !self.head_size().is_multiple_of(32)
        {
            return fail(format!(
                "hidden_size {} over {heads} heads: a head must be a multiple of 32 numbers",
                self.hidden_size
            ));
        }
        if self.intermediate_size == 0 || !self.intermediate_size.is_multiple_of(16) {
            return fail(format!("intermediate_size {} is no multiple of 16", self.intermediate_size));
        }
        if self.num_hidden_layers == 0 {
            return fail("num_hidden_layers is 0".to_owned());
        }
        if !(self.layer_norm_eps > 0.0 && self.layer_norm_eps < 1.0) {
            return fail(format!("layer_norm_eps {} is not between 0 and 1", self.layer_norm_eps));
        }
        if self.type_vocab_size == 0 || self.type_vocab_size > 256 {
            return fail(format!("type_vocab_size {} is not in 1..=256", self.type_vocab_size));
        }
        Ok(())
    }
}
